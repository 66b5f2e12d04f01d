// Drag and drop, and a progress bar, for the upload form. Everything works without this file too.
"use strict";

for (const form of document.querySelectorAll("form[data-upload]")) {
  const input = form.querySelector("input[type=file]");
  const bar = form.querySelector(".progress");
  const button = form.querySelector("button");
  // Nothing is dragged by a finger.
  form.querySelector(".drop-here").hidden = matchMedia("(hover: none)").matches;

  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    form.addEventListener(name, () => form.classList.remove("over"));
  }
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length > 1) {
      fail(form.dataset.one);
    } else if (event.dataTransfer.files.length > 0) {
      input.files = event.dataTransfer.files;
      form.requestSubmit();
    }
  });

  const fail = (text) => {
    let error = form.querySelector(".field-error");
    if (!error) {
      error = document.createElement("p");
      error.className = "field-error";
      error.id = "answers-error";
      error.setAttribute("role", "alert");
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", error.id);
      input.closest("p").before(error);
    }
    error.textContent = "✗ " + text;
    bar.hidden = true;
    button.disabled = false;
    input.focus();
  };

  // What is said at the field of the page that answers; else its headline and what stands below it.
  const refusal = (page) => {
    const at = page.querySelector("#answers-error");
    if (at) {
      return at.textContent.replace(/^✗ /, "").trim();
    }
    const said = [...page.querySelectorAll("h1, .answer")].map((part) => part.textContent.trim());
    return said.join(". ");
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (step) => {
      if (step.lengthComputable) {
        bar.querySelector("progress").value = (100 * step.loaded) / step.total;
      }
    });
    request.addEventListener("load", () => {
      if (request.status < 400) {
        location.assign(request.responseURL);
        return;
      }
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      fail(refusal(page) || form.dataset.broken);
    });
    request.addEventListener("error", () => fail(form.dataset.broken));
    bar.hidden = false;
    button.disabled = true;
    request.open("POST", form.action);
    request.send(new FormData(form));
  });

  // A page that comes back from the history must not stay locked.
  addEventListener("pageshow", () => {
    bar.hidden = true;
    button.disabled = false;
  });
}
