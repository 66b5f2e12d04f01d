#!/usr/bin/env python3
"""Begins a task: new_task.py HOMEWORK/TASK.

What it writes compiles; the laws then fail in what nobody but its author can write: the manual page, the statements, the hints, the golden cases.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ASSIGNMENTS = Path(__file__).resolve().parent.parent


def lines_with(lines: list[str], new: str, sorts: str) -> list[str]:
    """The lines with a new one in its place among those that begin like this, which are in order."""
    alike = [n for n, line in enumerate(lines) if line.startswith(sorts)]
    place = next((n for n in alike if lines[n] > new), alike[-1] + 1)
    return [*lines[:place], new, *lines[place:]]


def edit(path: Path, change) -> None:
    """Changes a file of the homework, and says so."""
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"  {path.relative_to(ASSIGNMENTS.parent)}")


def index(homework: str, task: str, kind: str):
    """The homework's index with the task in it."""

    def change(text: str) -> str:
        lines = lines_with(text.splitlines(), f"pub mod {task};", "pub mod ")
        return "\n".join([*lines[:-1], f"    {task}::{kind},", lines[-1]]) + "\n"

    return change


def main() -> int:
    """Writes the files of a new task."""
    names = re.fullmatch(r"([a-z]+)/([a-z][a-z0-9_]*)", sys.argv[1] if len(sys.argv) == 2 else "")
    if not names:
        print("usage: new_task.py HOMEWORK/TASK, the task in lower case: elbo/gaussian_kl", file=sys.stderr)
        return 2
    homework, task = names.groups()
    folder, golden = ASSIGNMENTS / homework, ASSIGNMENTS / "tests/golden"
    source = folder / f"{task}.rs"
    if not (folder / "mod.rs").exists() or source.exists():
        print(f"there is no homework {homework}, or it has a task {task} already", file=sys.stderr)
        return 2
    kind = "".join(word.capitalize() for word in task.split("_"))
    title = task.replace("_", " ").capitalize()
    template = (ASSIGNMENTS / "scaffold/task.rs").read_text(encoding="utf-8")
    source.write_text(template.replace("NAME", kind).replace("TITLE", title), encoding="utf-8")
    print(f"{homework}/{task} is begun; write what TODO says in\n  {source.relative_to(ASSIGNMENTS.parent)}")
    edit(folder / "mod.rs", index(homework, task, kind))
    for lang in ("en", "ru"):
        section = f"\n## {task}: TODO\n\nTODO\n\n- mean_over_dims:\n"
        edit(folder / f"statement.{lang}.md", lambda text: text.rstrip("\n") + "\n" + section)
    stub = (
        f'\n\n@task("TODO: the library")\ndef {task}(x: Array) -> Outputs:\n'
        f'    """TODO: what it is, and the source."""\n    return {{"y": x}}\n'
    )
    edit(golden / f"{homework}.py", lambda text: text.rstrip("\n") + "\n" + stub)
    row = f"| `{homework}/{task}` | TODO: the library |"
    edit(golden / "README.md", lambda text: "\n".join(lines_with(text.splitlines(), row, "| `")) + "\n")
    print(f"and save inputs as {(golden / homework / task).relative_to(ASSIGNMENTS.parent)}-1.npz. Then:")
    print(f"  DGM_LAW_TASK={homework}/{task} cargo test -p assignments\n  just golden-make --write {homework}/{task}\n  just bless")
    return 0


if __name__ == "__main__":
    sys.exit(main())
