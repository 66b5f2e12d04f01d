// Numbers the lines of a config and marks what is wrong with it as one types. Without this file it is a plain text field.
"use strict";

for (const text of document.querySelectorAll("textarea[data-check]")) {
  const frame = document.createElement("div");
  const numbers = document.createElement("pre");
  const marks = document.createElement("pre");
  frame.className = "editor";
  numbers.className = "editor-numbers";
  marks.className = "editor-marks";
  for (const drawn of [numbers, marks]) {
    drawn.setAttribute("aria-hidden", "true");
  }
  text.before(frame);
  frame.append(numbers, marks, text);

  const told = document.createElement("div");
  const summary = document.createElement("p");
  const list = document.createElement("ol");
  told.className = "editor-told";
  summary.setAttribute("role", "status");
  list.className = "problems";
  told.append(summary, list);
  frame.after(told);

  const scroll = () => {
    numbers.scrollTop = text.scrollTop;
    marks.scrollTop = text.scrollTop;
    marks.scrollLeft = text.scrollLeft;
  };
  text.addEventListener("scroll", scroll);

  // Problems by line; a place is in characters, where a string of this language counts halves of some.
  const draw = (problems) => {
    const lines = text.value.split("\n");
    const bad = new Map();
    for (const problem of problems) {
      bad.set(problem.line, [...(bad.get(problem.line) ?? []), problem]);
    }
    numbers.replaceChildren();
    marks.replaceChildren();
    lines.forEach((line, index) => {
      const here = bad.get(index + 1) ?? [];
      const number = document.createElement("span");
      number.textContent = `${here.length ? "✗" : ""}${index + 1}\n`;
      if (here.length) {
        number.className = here.some((problem) => problem.error) ? "error" : "warning";
      }
      numbers.append(number);
      const characters = Array.from(line);
      let at = 0;
      for (const problem of here) {
        const from = Math.max(at, problem.column - 1);
        const to = Math.max(from, problem.column - 1 + problem.length);
        if (to > from) {
          const mark = document.createElement("mark");
          mark.className = problem.error ? "error" : "warning";
          // Something that is missing at the end of a line is marked behind it.
          mark.textContent = characters.slice(from, to).join("") || " ";
          marks.append(characters.slice(at, from).join(""), mark);
          at = to;
        }
      }
      marks.append(`${characters.slice(at).join("")}\n`);
    });
    scroll();
  };

  const go = (problem) => {
    const lines = text.value.split("\n");
    const before = lines.slice(0, problem.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
    const characters = Array.from(lines[problem.line - 1] ?? "");
    const units = (count) => characters.slice(0, count).join("").length;
    text.focus();
    text.setSelectionRange(before + units(problem.column - 1), before + units(problem.column - 1 + problem.length));
    const height = parseFloat(getComputedStyle(text).lineHeight);
    text.scrollTop = Math.max(0, (problem.line - 4) * height);
  };

  // What stands between backticks is what was typed, or is to be; where what was typed holds one itself, nothing tells which belong together.
  const spoken = (said) => {
    const parts = said.split("`");
    return parts.length % 2 === 0
      ? [said]
      : parts.map((part, index) => {
          if (index % 2 === 0) {
            return part;
          }
          const code = document.createElement("code");
          code.textContent = part;
          return code;
        });
  };

  const tell = (answer) => {
    summary.textContent = answer.summary;
    list.replaceChildren(
      ...answer.problems.map((problem) => {
        const item = document.createElement("li");
        const place = document.createElement("button");
        place.type = "button";
        place.className = "place";
        place.textContent = problem.place;
        place.addEventListener("click", () => go(problem));
        item.append(place, problem.error ? " ✗ " : " ⚠ ", ...spoken(problem.message));
        if (problem.help) {
          const help = document.createElement("span");
          help.className = "muted";
          help.append(" ", ...spoken(problem.help));
          item.append(help);
        }
        return item;
      }),
    );
  };

  let timer;
  let latest = 0;
  const check = async () => {
    const asked = ++latest;
    try {
      const body = new URLSearchParams({ toml: text.value });
      const response = await fetch(text.dataset.check, { method: "POST", body });
      if (!response.ok || asked !== latest) {
        return;
      }
      const answer = await response.json();
      if (asked === latest) {
        draw(answer.problems);
        tell(answer);
      }
    } catch {
      // A server that is away is told of where the form is sent.
    }
  };
  text.addEventListener("input", () => {
    // What was said before is of another text; the numbers follow at once.
    latest += 1;
    draw([]);
    clearTimeout(timer);
    timer = setTimeout(check, 400);
  });
  draw([]);
  check();
}
