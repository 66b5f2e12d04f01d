"""A report: under a cell of a notebook as a table, elsewhere as text."""

from __future__ import annotations

import html
import math
import re
from datetime import datetime, timezone, tzinfo
from typing import Any, Dict, Iterator, List, Mapping, Optional, Tuple
from zoneinfo import ZoneInfo

from ._dgm import verdicts

_WORDS: Dict[str, Dict[str, str]] = {
    "en": {
        "of": "{points} of {most}",
        "practice": "practice",
        "shape": "expected {expected}, got {got}",
        "worst": "largest error {error} at {index}",
        "values": "expected {expected}, got {got} at {index}",
        "within": "{share} within tolerance",
        "unknown": "no task asks for {key}",
        "nearest": "did you mean {key}?",
        "receipt": "received {at}, number {id}",
        "again": "these answers were sent before: no attempt was used",
    },
    "ru": {
        "of": "{points} из {most}",
        "practice": "тренировка",
        "shape": "ожидалось {expected}, пришло {got}",
        "worst": "наибольшая ошибка {error} в {index}",
        "values": "ожидалось {expected}, пришло {got} в {index}",
        "within": "{share} в пределах допуска",
        "unknown": "ни одна задача не просит {key}",
        "nearest": "возможно, {key}?",
        "receipt": "получено {at}, номер {id}",
        "again": "эти ответы уже отправлены: попытка не потрачена",
    },
}

_MONTHS: Dict[str, List[str]] = {
    "en": "January February March April May June July August September October November December".split(),
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
}


class Report:
    """What a check found. `report.data` is the document of the API; `report.points` and `report.all_right` are the short of it."""

    def __init__(
        self,
        data: Mapping[str, Any],
        language: str,
        receipt: Optional[Mapping[str, Any]] = None,
        values: Optional[Mapping[str, Tuple[Any, Any]]] = None,
        note: Optional[str] = None,
        time_zone: Optional[str] = None,
    ) -> None:
        #: The document of the API.
        self.data = data
        #: When it was received and its number, where it was sent.
        self.receipt = receipt
        #: What is to be known of it before it is read: of which inputs these answers are.
        self.note = note
        self._language = language
        # That of the pages; where it is not known, that of this machine.
        self._time_zone = time_zone
        self._words = _WORDS[language]
        self._verdicts = {name: (sign, word) for name, sign, word in verdicts(language)}
        self._values = values or {}

    @property
    def points(self) -> str:
        """The points, an exact decimal."""
        return str(self.data["points"])

    @property
    def max_points(self) -> str:
        """The points of everything right."""
        return str(self.data["max_points"])

    @property
    def all_right(self) -> bool:
        """Whether all that was checked is right."""
        return all(task["verdict"] == "correct" for task in self.data["tasks"])

    def verdict(self, task: str) -> str:
        """The verdict of a task, such as "correct" or "wrong_shape"."""
        for one in self.data["tasks"]:
            if one["task"].partition("/")[2] == task:
                return str(one["verdict"])
        raise KeyError(task)

    def _told(self, verdict: str) -> Tuple[str, str]:
        """The sign and the word of a verdict; a newer server may have one that is not known here."""
        return self._verdicts.get(verdict, ("?", verdict))

    def _details(self, task: str, output: Mapping[str, Any]) -> Iterator[str]:
        words, verdict = self._words, output["verdict"]
        if verdict == "wrong_shape":
            yield words["shape"].format(
                expected=_shape(output["expected_shape"]), got=_shape(output.get("got_shape"))
            )
        elif verdict == "wrong":
            index = output.get("worst_index")
            if output.get("within_tolerance") is not None and output.get("expected_shape"):
                yield words["within"].format(share=_percent(output["within_tolerance"], self._language))
            values = self._values.get(f"{task}.{output['output']}")
            if index is not None and values is not None:
                expected, got = (side[tuple(index)] for side in values)
                yield words["values"].format(
                    expected=self._number(expected), got=self._number(got), index=_shape(index, "[]")
                )
            elif output.get("max_abs_error") is not None and index is not None:
                yield words["worst"].format(
                    error=self._number(output["max_abs_error"]), index=_shape(index, "[]")
                )
        for found in output.get("recognised", ()):
            if found.get("hint"):
                yield str(found["hint"])

    def _of(self, points: Any, most: Any) -> str:
        """Points of the most there are."""
        points, most = (_decimal_mark(str(one), self._language) for one in (points, most))
        return self._words["of"].format(points=points, most=most)

    def _number(self, value: Any) -> str:
        return _decimal_mark(f"{float(value):.6g}", self._language)

    def _lines(self) -> Iterator[Tuple[int, str, str]]:
        """Depth, verdict and text of every line."""
        words = self._words
        total = self._of(self.points, self.max_points)
        if self.note:
            yield 0, "", self.note
        yield 0, "", f"{self.data['homework']}: {total}"
        for task in self.data["tasks"]:
            name = task["task"].partition("/")[2]
            verdict = task["verdict"]
            worth = (
                self._of(task["points"], task["max_points"])
                if task["max_points"] != "0"
                else words["practice"]
            )
            yield 1, verdict, f"{name}: {self._told(verdict)[1]}, {worth}"
            if verdict == "correct":
                continue
            for output in task["outputs"]:
                said = self._told(output["verdict"])[1]
                details = list(self._details(name, output))
                yield 2, output["verdict"], "; ".join([f"{output['output']}: {said}", *details])
        for unknown in self.data.get("unknown", ()):
            text = words["unknown"].format(key=unknown["key"])
            if unknown.get("nearest"):
                text += f"; {words['nearest'].format(key=unknown['nearest'])}"
            yield 1, "missing", text
        if self.receipt is not None:
            yield 0, "", words["receipt"].format(
                at=_instant(str(self.receipt.get("received_at")), self._time_zone, self._language),
                id=self.receipt.get("id"),
            )
            if self.receipt.get("again"):
                yield 0, "", words["again"]

    def __str__(self) -> str:
        return "\n".join(
            "  " * depth + (f"{self._told(verdict)[0]} " if verdict else "") + text
            for depth, verdict, text in self._lines()
        )

    __repr__ = __str__

    def _repr_html_(self) -> str:
        rows: List[str] = []
        for depth, verdict, text in self._lines():
            sign = self._told(verdict)[0] if verdict else ""
            style = f"padding-left:{depth * 1.5}em;text-align:left"
            weight = "bold" if depth < 2 else "normal"
            rows.append(
                f'<tr><td style="{style};font-weight:{weight}">{sign} {html.escape(text)}</td></tr>'
            )
        return f"<table>{''.join(rows)}</table>"


def _shape(shape: Any, brackets: str = "()") -> str:
    if shape is None:
        return "?"
    comma = "," if len(shape) == 1 and brackets == "()" else ""
    return brackets[0] + ", ".join(str(n) for n in shape) + comma + brackets[1]


def _decimal_mark(text: str, language: str) -> str:
    """A number in digits as the language writes it."""
    return text.replace(".", ",") if language == "ru" else text


def _percent(share: float, language: str) -> str:
    """A share in whole percent; 0 and 100 are only said of nothing and everything."""
    percent: float = math.floor(share * 100 + 0.5)
    if percent >= 100 and share < 1:
        percent = 99.9
    elif percent <= 0 and share > 0:
        percent = 0.1
    space = "\N{NO-BREAK SPACE}" if language == "ru" else ""
    return f"{_decimal_mark(str(percent), language)}{space}%"


def _instant(at: str, time_zone: Optional[str], language: str) -> str:
    """An instant of the API as the pages show it; its year is that in which it is read."""
    found = re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?=(\.\d+)?Z$)", at)
    if found is None:
        return at
    moment = datetime.strptime(found[0], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc)
    local = moment.astimezone(_zone(time_zone))
    zone = local.strftime("%Z")
    if language == "ru" and zone == "MSK":
        zone = "МСК"
    return f"{local.day} {_MONTHS[language][local.month - 1]}, {local:%H:%M} {zone}"


def _zone(name: Optional[str]) -> Optional[tzinfo]:
    """The zone of this name; nothing, which is that of this machine, where it is not known here."""
    try:
        return ZoneInfo(name) if name else None
    # Windows has no zones of its own, and a newer server may have one that is not known here.
    except (KeyError, OSError, ValueError):
        return None
