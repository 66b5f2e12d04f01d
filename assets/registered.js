// Tells the platform in whose frame or window this is that the registration is done: it closes the page then. Without scripts one closes it oneself.
"use strict";
const back = document.getElementById("back");
if (back) {
  const platform = window.opener || window.parent;
  back.hidden = platform === window;
  back.addEventListener("click", () => {
    platform.postMessage({ subject: "org.imsglobal.lti.close" }, back.dataset.platform);
  });
}
