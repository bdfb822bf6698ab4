"""How far the building of the country has come: one line in the data folder before and after each sample and province.

Other bodies need none: their place is in the database or not, for each is one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from phoihop.site.country.tables import Positions, numbered

Order = Mapping[str, Any]  # what was asked for: scale, seed, number of variants


@dataclass
class Journal:
    """Where the rows of the bodies lie that others are made from."""

    order: Order
    before: dict[str, Positions] = field(default_factory=dict)
    after: dict[str, Positions] = field(default_factory=dict)
    made: dict[str, dict[str, int]] = field(default_factory=dict)

    @classmethod
    def opened(cls, order: Order) -> Journal | None:
        """What was begun with the same order; None when nothing was, or something else."""
        if not _path().exists():
            return None
        written = _path().read_text(encoding="utf-8")
        whole = written[: written.rfind("\n") + 1]  # a line that was cut short is written again
        _path().write_text(whole, encoding="utf-8")
        lines = [json.loads(line) for line in whole.splitlines()]
        if not lines or lines[0] != dict(order):
            return None
        journal = cls(order)
        for line in lines[1:]:
            if "before" in line:
                journal.before[line["body"]] = _whole(line["before"])
            else:
                journal.after[line["body"]] = _whole(line["after"])
                journal.made[line["body"]] = line["made"]
        return journal

    @classmethod
    def begun(cls, order: Order) -> Journal:
        _path().write_text("", encoding="utf-8")
        _add(dict(order))
        return cls(order)

    def begin(self, body: str, at: Positions) -> None:
        self.before[body] = dict(at)
        _add({"body": body, "before": _used(at)})

    def end(self, body: str, at: Positions, made: dict[str, int]) -> None:
        self.after[body], self.made[body] = dict(at), made
        _add({"body": body, "after": _used(at), "made": made})


def _used(at: Positions) -> Positions:
    return {name: last for name, last in at.items() if last}


def _whole(used: Positions) -> Positions:
    return {name: used.get(name, 0) for name in numbered()}


def _add(line: Mapping[str, Any]) -> None:
    with _path().open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _path() -> Path:
    return Path(settings.PHOIHOP_DATA) / "sample-build.jsonl"
