"""Carrying a batch out: everything in one transaction, or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, nothing_changed, tell_all
from phoihop.ground.events import Event
from phoihop.ground.parts import words
from phoihop.ground.powers import ask
from phoihop.organizations import events
from phoihop.organizations.commands.checking import same, told
from phoihop.organizations.commands.restructure.journal import Changes
from phoihop.organizations.commands.restructure.people import carry_posts
from phoihop.organizations.commands.restructure.places import change_places
from phoihop.organizations.commands.restructure.proposing import FaultyBatch, is_approved
from phoihop.organizations.commands.restructure.units import begin_units, change_units, end_units
from phoihop.organizations.models import Batch
from phoihop.organizations.queries.restructure import Planned, batch_row, faults_of, plan, refs_of
from phoihop.organizations.queries.units import unit_names
from phoihop.organizations.rules.restructure import read_document

TOLD_AT_ONCE = 2000


@command("restructure.apply")
def apply_batch(*, code: str, by: Actor, at: datetime) -> events.BatchApplied:
    """Everything the batch says, on its day or later. Twice, and two at once, is once.

    Refused: before its day, without two approvals of the text as it stands, with questions that the world has raised
    since, with faults; nothing is changed then.
    """
    row = batch_row(code)
    ask(by, "restructure.apply", row)
    if row.state == "APPLIED":
        return same(_applied(row, 0))
    if row.state != "PROPOSED":
        raise Refused(_("Đợt này đã rút hoặc đã hoàn tác; hãy lập lại và duyệt lại."))
    if local_date(at) < row.on_date:
        raise Refused(_("Đợt này thực hiện từ ngày %(day)s.") % {"day": words.day(row.on_date)})
    if not is_approved(row):
        raise Refused(_("Đợt này cần hai người khác nhau duyệt đúng nội dung hiện tại."))
    change(row, state="APPLIED", applied_at=at, trouble="")  # first: of two at once one goes on
    document = read_document(json.loads(row.document))
    if faults := faults_of(document):
        raise FaultyBatch(faults)
    changes = Changes(row, at)
    new_places = change_places(changes, document)
    made_units = begin_units(changes, document)
    refs = refs_of(document)
    change_units(changes, document, refs)
    made = plan(document, refs)
    if made.open_questions():
        raise Refused(_("Có việc mới cần trả lời chuyển về đâu; hãy xem lại câu hỏi của đợt, trả lời và duyệt lại."))
    posts = carry_posts(changes, made)
    _carry_things(changes, made, posts)
    changes.about = ""
    ended = end_units(changes, made)
    count = changes.write()
    tell_all([*new_places, *made_units, *ended])
    for some in _batches(_rehomed(row, made)):
        tell_all(some)
    return told(_applied(row, count))


def _carry_things(changes: Changes, made: Planned, posts: dict[int, int]) -> None:
    """Every declared row to its heir, with what its room does about doubles and about what hangs on it."""
    for rehome, moves in made.moves:
        changes.about = rehome.kind
        if rehome.before is not None:
            rehome.before(changes, moves)
        going = [move for move in moves if move.twin is None]
        staying = [move for move in moves if move.twin is not None]
        if staying and rehome.twins is not None:
            rehome.twins(changes, staying)
        changes.move(rehome, going, posts if rehome.of == "post" else {})
        if rehome.after is not None:
            rehome.after(changes, going)


def tick(*, by: Actor, at: datetime) -> int:
    """Carries out every batch whose day has come and that two people stand by; one that cannot be says why, once."""
    due = Batch.rows.filter(state="PROPOSED", on_date__lte=local_date(at)).order_by("on_date", "pk")
    done = 0
    for row in due:
        if not is_approved(row):
            continue
        try:
            apply_batch(code=row.code, by=by, at=at)
            done += 1
        except (Refused, SomebodyWasFaster) as refusal:
            _hold_back(code=row.code, reason=str(refusal), by=by, at=at)
    return done


@command("restructure.apply")
def _hold_back(*, code: str, reason: str, by: Actor, at: datetime) -> None:
    """Notes why the clock could not carry it out; the same reason is told once."""
    row = batch_row(code)
    ask(by, "restructure.apply", row)
    if row.state != "PROPOSED" or row.trouble == reason:
        nothing_changed()
        return
    change(row, trouble=reason)
    told(events.BatchHeld(code=row.code, batch_id=row.pk, title=row.title, reason=reason))


def _rehomed(row: Batch, made: Planned) -> Iterable[Event]:
    """One event for each thing, whatever number of its columns went over."""
    things: dict[str, tuple[str, dict[int, None], dict[int, None]]] = {}
    for rehome, moves in made.moves:
        if rehome.of != "unit" or not rehome.is_told:
            continue
        for move in moves:
            if move.code and move.twin is None:
                _dossier, came, went = things.setdefault(move.code, (move.dossier, {}, {}))
                came[move.from_id] = went[move.to_id] = None
    names = unit_names({pk for _d, came, went in things.values() for pk in (*came, *went)})
    for code, (dossier, came, went) in things.items():
        yield events.ThingRehomed(
            code=code,
            dossier="" if dossier == code else dossier,
            batch=row.code,
            came_from="; ".join(names[pk].name for pk in came if pk in names),
            went_to="; ".join(names[pk].name for pk in went if pk in names),
            on_date=row.on_date.isoformat(),
            legal_basis=row.legal_basis,
        )


def _batches(found: Iterable[Event]) -> Iterable[list[Event]]:
    some: list[Event] = []
    for event in found:
        some.append(event)
        if len(some) == TOLD_AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _applied(row: Batch, count: int) -> events.BatchApplied:
    return events.BatchApplied(
        code=row.code,
        batch_id=row.pk,
        title=row.title,
        on_date=row.on_date.isoformat(),
        legal_basis=row.legal_basis,
        count=count,
    )
