// Shows how far a job is without reloading; the page reloads itself where scripts are off.
"use strict";
const shown = document.getElementById("job-progress");
const bar = document.getElementById("job-bar");
if (shown && shown.dataset.events) {
  const events = new EventSource(shown.dataset.events);
  const tell = (event) => {
    const job = JSON.parse(event.data);
    shown.textContent = job.text;
    if (bar) {
      bar.max = Math.max(job.total, 1);
      bar.value = job.done;
    }
  };
  events.addEventListener("progress", tell);
  events.addEventListener("finished", (event) => {
    tell(event);
    events.close();
    location.reload();
  });
}
