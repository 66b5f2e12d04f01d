"""A homework: practice inputs and checks, one's own inputs, sending."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Mapping, Optional

import numpy as np

from . import _dgm
from ._arrays import flattened, from_npz, to_npz
from ._report import Report
from ._session import language, remote

Inputs = Dict[str, Dict[str, np.ndarray]]


def homeworks() -> List[str]:
    """The names of the homeworks, in the order of the course."""
    return list(_dgm.homeworks())


def homework(name: str) -> "Homework":
    """The homework of this name: of the course that `dgm.login` signed in to, else of the default course, offline."""
    server = remote()
    if server is None:
        return Homework(name, _dgm.Pack.carried(name, language()))
    return Homework(name, _dgm.Pack.fetched(name, server))


def _time_zone(server: "_dgm.Remote") -> Optional[str]:
    """The zone that the pages show times in, where the server tells it."""
    try:
        grade = json.loads(server.get("grade"))
    except _dgm.DgmError:
        # The answers have arrived all the same.
        return None
    zone = grade.get("time_zone") if isinstance(grade, dict) else None
    return zone if isinstance(zone, str) else None


class Practice:
    """The inputs of one practice seed."""

    def __init__(self, homework: "Homework", seed: int) -> None:
        self.homework = homework
        self.seed = seed
        #: Read-only arrays by task and name.
        self.inputs: Inputs = from_npz(homework._pack.inputs(seed))
        self._expected: Optional[Inputs] = None

    @property
    def expected(self) -> Inputs:
        """The right answers to these inputs: read-only arrays by task and output."""
        if self._expected is None:
            self._expected = from_npz(self.homework._pack.expected(self.seed))
        return self._expected

    def check(self, answers: Mapping[str, Any], *tasks: str) -> Report:
        """Checks answers to these inputs; see `Homework.check`."""
        return self.homework.check(answers, *tasks, seed=self.seed)

    def __repr__(self) -> str:
        return f"<practice inputs {self.seed} of {self.homework.name}: {len(self.inputs)} tasks>"


class Homework:
    """A homework. `dgm.homework(name)` makes one."""

    def __init__(self, name: str, pack: "_dgm.Pack") -> None:
        self.name = name
        self._pack = pack
        self._sheet = json.loads(pack.sheet())
        self._inputs: Optional[Inputs] = None

    @property
    def tasks(self) -> List[str]:
        """The names of its tasks."""
        return [task["task"] for task in self._sheet["tasks"]]

    @property
    def seeds(self) -> List[int]:
        """The seeds of its practice inputs."""
        return list(self._sheet["seeds"])

    def practice(self, seed: int = 0) -> Practice:
        """The practice inputs of a seed; with them everything is shown."""
        return Practice(self, seed)

    def check(self, answers: Mapping[str, Any], *tasks: str, seed: Optional[int] = None) -> Report:
        """Checks answers to practice inputs: verdicts, errors, expected and got, hints. Nothing is sent.

        Which practice inputs they are for is told by `dgm.inputs` among them, else by what is right, unless a seed is given.
        `answers` are `{"task.output": array}`. With names of tasks, those alone are checked; without, the tasks that `answers` have keys of.
        """
        arrays = flattened(answers)
        given = {self._meant(key): array for key, array in arrays.items()}
        if not tasks:
            known = set(self.tasks)
            tasks = tuple(dict.fromkeys(t for t in (key.partition(".")[0] for key in given) if t in known))
        seed, note, report = json.loads(self._pack.check(seed, to_npz(arrays), list(tasks)))
        expected = self.practice(seed).expected
        values = {
            f"{task}.{name}": (right, given[f"{task}.{name}"])
            for task, outputs in expected.items()
            for name, right in outputs.items()
            if getattr(given.get(f"{task}.{name}"), "shape", None) == right.shape
        }
        return Report(report, language(), values=values, note=note)

    def _meant(self, key: str) -> str:
        """The key without the name of the homework before it. A task may be called like its homework, so that a right key stays."""
        task, _, output = key.partition(".")
        own = next((t["outputs"] for t in self._sheet["tasks"] if t["task"] == task), [])
        short = key[len(self.name) + 1 :] if key.startswith((f"{self.name}.", f"{self.name}/")) else key
        is_right = any(o["name"] == output for o in own)
        return short if not is_right and short.partition(".")[0] in self.tasks else key

    @property
    def inputs(self) -> Inputs:
        """One's own inputs, from the server: read-only arrays by task and name."""
        if self._inputs is None:
            server = remote(required=True)
            assert server is not None
            self._inputs = from_npz(server.download(f"homeworks/{self.name}/inputs"))
        return self._inputs

    def submit(self, answers: Mapping[str, Any]) -> Report:
        """Sends answers to one's own inputs: a report with a receipt. The same answers sent again cost no attempt."""
        server = remote(required=True)
        assert server is not None
        arrays = flattened(answers)
        mark = self.inputs.get("dgm", {}).get("inputs")
        if mark is not None:
            arrays.setdefault("dgm.inputs", mark)
        answer = json.loads(server.post(f"homeworks/{self.name}/submissions", to_npz(arrays)))
        report = answer.pop("report")
        return Report(report, language(), receipt=answer, time_zone=_time_zone(server))

    def __repr__(self) -> str:
        return f"<homework {self.name}: {len(self.tasks)} tasks>"
