// Shows what arrives as it arrives; the page reloads itself where scripts are off.
"use strict";
const live = document.getElementById("live");
if (live) {
  const renew = async () => {
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const newer = page.getElementById("live");
    if (newer) live.replaceChildren(...newer.childNodes);
  };
  new EventSource(live.dataset.events).addEventListener("arrived", renew);
  // The time that is left goes by also where nothing arrives.
  setInterval(renew, 60000);
}
