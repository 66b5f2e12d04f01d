// Counts the what-if grade while sliders move and numbers are typed. The form does the same without this file.
"use strict";

for (const form of document.querySelectorAll("form[data-what-if]")) {
  const result = form.querySelector("#what-if-result");
  const comma = document.documentElement.lang === "ru";
  let timer;
  let latest = 0;

  // A slider and its number say the same, so only the number is sent.
  for (const slider of form.querySelectorAll("input[type=range]")) {
    const number = document.getElementById(slider.dataset.number);
    slider.removeAttribute("name");
    slider.addEventListener("input", () => {
      number.value = comma ? slider.value.replace(".", ",") : slider.value;
    });
    number.addEventListener("input", () => {
      const typed = parseFloat(number.value.replace(",", "."));
      slider.value = Number.isNaN(typed) ? slider.dataset.asIs : typed;
    });
  }

  const showErrors = (page) => {
    for (const input of form.querySelectorAll("input[type=text]")) {
      const fresh = page.getElementById(input.id);
      const error = fresh?.parentElement.querySelector(".field-error");
      input.parentElement.querySelector(".field-error")?.remove();
      for (const name of ["aria-invalid", "aria-describedby"]) {
        if (error) {
          input.setAttribute(name, fresh.getAttribute(name));
        } else {
          input.removeAttribute(name);
        }
      }
      if (error) {
        input.parentElement.append(error);
      }
    }
  };

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
        showErrors(page);
        history.replaceState(null, "", query);
      }
    }, 200);
  });
}
