// Counts the what-if grade while numbers are typed. The form does the same without this file.
"use strict";

for (const form of document.querySelectorAll("form[data-what-if]")) {
  const result = form.querySelector("#what-if-result");
  let timer;
  let latest = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const asked = ++latest;
      const query = "?" + new URLSearchParams(new FormData(form));
      const response = await fetch("/" + query);
      if (!response.ok || asked !== latest) {
        return;
      }
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector("#what-if-result");
      if (fresh) {
        result.replaceChildren(...fresh.childNodes);
        history.replaceState(null, "", query);
      }
    }, 200);
  });
}
