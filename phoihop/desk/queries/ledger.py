"""The ledger as the desk shows it: entries in a reader's words, its dead letters, what may be erased."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from phoihop.ground import powers, sheet
from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotVisible, may
from phoihop.ledger import queries as ledger_room
from phoihop.ledger.queries import DeadLetter, Line

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class LedgerView:
    """`next` is what `before` must be for the following page; None on the last."""

    lines: tuple[Line, ...]
    next: int | None
    dead: tuple[DeadLetter, ...]


def ledger(actor: Actor, *, kind: str = "", code: str = "", before: int | None = None) -> LedgerView:
    """A page of the ledger, newest first; on the first page also the dead letters, for whoever may send them again."""
    found = ledger_room.search_lines(actor, kind=kind, code=code, before=before, limit=ON_A_PAGE + 1)
    shown = found[:ON_A_PAGE]
    is_first = not (kind or code or before)
    return LedgerView(
        lines=tuple(shown),
        next=shown[-1].id if len(found) > ON_A_PAGE else None,
        dead=tuple(ledger_room.dead_letters(actor)) if is_first and may(actor, "delivery.retry") else (),
    )


def entry_with_personal(actor: Actor, entry_id: int, field: str) -> Line:
    """An entry that still keeps a personal value of this name. Not visible otherwise, or without the right to erase."""
    line = ledger_room.lines_by_ids([entry_id]).get(entry_id) if may(actor, "ledger.erase") else None
    if line is None or field not in personal_of(line):
        raise NotVisible
    return line


def personal_of(line: Line) -> tuple[str, ...]:
    """The names of the personal values an entry still keeps."""
    erased = _("(đã xóa theo yêu cầu)")  # what the ledger puts where a value was
    event = next((e for s in sheet.sheets() for e in s.says if e.kind() == line.kind), None)
    names = sheet.keep_of(event).personal if event else ()
    return tuple(name for name in names if line.data.get(name) not in ("", None, erased))


def kinds() -> list[tuple[str, str]]:
    """Every kind some room says, with its sentence, in the order of the sentences."""
    found = {event.kind() for s in sheet.sheets() for event in s.says}
    return sorted(((kind, kind_words(kind)) for kind in found), key=lambda pair: pair[1])


def kind_words(kind: str) -> str:
    """The sentence of a kind with its places left open."""
    return ledger_room.say(kind, {})


def cause_words(cause: str) -> tuple[str, ...]:
    """The powers and events through which an act came about, oldest first, in words."""
    known = {power.name: str(power.words) for power in powers.all_powers()}
    return tuple(known.get(name) or kind_words(name) for name in cause.split(" > ") if name)
