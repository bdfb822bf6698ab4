"""Acts of a room that does not exist, declared while a test runs: what a reply did is kept in `done`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from phoihop.ground import sheet
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.ground.sheet import Act, ActField, ActView

CODE = "VD-kg-2021-000001"


class Killed(BaseException):
    """The process ends here: what was committed stays, and nothing is tidied up."""


@dataclass
class Stage:
    """What the acts were called with, and what they are to answer."""

    done: list[dict[str, Any]] = field(default_factory=list)
    invitations: list[tuple[str, str, str]] = field(default_factory=list)
    closed_because: str = ""
    refuses: str = ""
    breaks: bool = False
    dies: bool = False
    is_ours: bool = True

    def view(self, code: str, unit_id: int, at: datetime) -> ActView | None:
        if code != CODE:
            return None
        return ActView("Việc", (), is_open=not self.closed_because, closed_because=self.closed_because)

    def run(self, *, code: str, unit_id: int, values: Any, files: Any, by: Actor, at: datetime) -> str:
        if self.dies:
            raise Killed
        if self.breaks:
            raise OSError("no space left on device")
        if self.refuses:
            raise Refused(self.refuses)
        held = [(one.name, one.read()) for one in files]
        self.done.append({"code": code, "unit_id": unit_id, "values": values, "files": held, "by": by})
        return "Cảm ơn, đã ghi nhận."

    def hear(self, method: str, ics: str, from_address: str, at: datetime, answers: str) -> bool:
        self.invitations.append((method, ics, from_address))
        return self.is_ours


@contextmanager
def on_stage() -> Iterator[Stage]:
    """Two acts of the mail room's own sheet for as long as it lasts: one by words, one that is an approval."""
    stage, real = Stage(), sheet._sheets["mail"]
    acts = [
        Act("tried.answer", "trả lời thử", stage.view, stage.run, takes_files=True),
        Act("tried.told", "nêu thử", stage.view, stage.run, fields=(ActField("reason", "lý do"),)),
        Act("tried.approve", "duyệt thử", stage.view, stage.run, is_approval=True),
    ]
    sheet._sheets["mail"] = _with(real, acts=[*real.acts, *acts], calendars=[*real.calendars, stage.hear])
    try:
        yield stage
    finally:
        sheet._sheets["mail"] = real


def _with(real: sheet.Sheet, **more: Any) -> sheet.Sheet:
    """A changed copy; its reactions are registered already."""
    reacts, copy = real.reacts, replace(real, reacts={}, **more)
    object.__setattr__(copy, "reacts", reacts)
    return copy
