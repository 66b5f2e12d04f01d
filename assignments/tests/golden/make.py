#!/usr/bin/env python3
"""Computes the outputs of every golden case anew and compares them with the stored ones, or stores them."""

from __future__ import annotations

import argparse
import sys
import time
from itertools import groupby
from pathlib import Path

import environment  # before NumPy and JAX, which read it when they are loaded

# Importing a homework registers its tasks.
import ddpm
import ddpm_scores
import elbo
import fid
import flows
import flows_dynamics
import gan
import reparameterization
from cases import AGREEMENT, TASKS, Case, Task, all_cases, distance

HERE = Path(__file__).parent


def errors(task: Task, case: Case) -> tuple[dict, dict[str, float]]:
    """The outputs computed anew, and how far each is from the stored one: infinitely where either is missing."""
    outputs = task.outputs(case.inputs)
    names = outputs.keys() | case.stored.keys()
    both = outputs.keys() & case.stored.keys()
    return outputs, {n: distance(case.stored[n], outputs[n]) if n in both else float("inf") for n in sorted(names)}


def run(cases: list[Case], write: bool) -> list[str]:
    """The cases of one task: a line for it; what is wrong, if anything is."""
    task = TASKS.get(cases[0].task_id)
    if task is None:
        return [f"{cases[0].task_id}: no function computes it"]
    begin, worst, wrong = time.perf_counter(), 0.0, []
    for case in cases:
        outputs, of = errors(task, case)
        worst = max(worst, *of.values())
        differ = {name: error for name, error in of.items() if error > AGREEMENT}
        wrong += [f"{case.path}: {name} differs by {error:.1e}" for name, error in differ.items()]
        if differ and write:
            case.write(outputs)
    state = "agrees" if not wrong else "written" if write else "DIFFERS"
    print(f"{task.id:43} {len(cases)} {state:8}{worst:8.1e} {time.perf_counter() - begin:6.2f} s  {task.library}")
    return [] if write else wrong


def table() -> str:
    """What computes the outputs of each task, as Markdown."""
    rows = ["| task | computed by |", "| --- | --- |"]
    rows += [f"| `{task.id}` | {task.library} |" for task in sorted(TASKS.values(), key=lambda task: task.id)]
    return "\n".join(rows) + "\n"


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--check", action="store_true", help="compare; exit with 1 where anything differs (the default)")
    how.add_argument("--write", action="store_true", help="store the outputs of the cases that differ; inputs stay")
    how.add_argument("--list", action="store_true", help="print the table of README.md")
    parser.add_argument("--root", type=Path, default=HERE, help="the folder of the homeworks' folders")
    parser.add_argument("tasks", nargs="*", metavar="HOMEWORK[/TASK]", help="only these; all if none is named")
    return parser.parse_args()


def main() -> int:
    """Runs what the command line asks for."""
    asked = arguments()
    if asked.list:
        print(table(), end="")
        return 0

    def chosen(task: str) -> bool:
        return not asked.tasks or task in asked.tasks or task.split("/")[0] in asked.tasks

    cases = [case for case in all_cases(asked.root) if chosen(case.task_id)]
    faults = []
    for _, group in groupby(cases, key=lambda case: case.task_id):
        faults += run(list(group), asked.write)
    if table() not in (HERE / "README.md").read_text(encoding="utf-8"):
        faults.append("README.md: its table is not what --list prints")
    seen = {case.task_id for case in cases}
    waiting = sorted(task for task in TASKS.keys() - seen if chosen(task))
    print(f"{len(cases)} cases of {len(seen)} tasks. No case: {', '.join(waiting) or 'none'}.")
    print("\n".join(faults))
    return 0 if cases and not faults else 1


if __name__ == "__main__":
    sys.exit(main())
