"""phoihop restructure: a reorganisation batch, looked at first, carried out once two people stand by it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from phoihop.site.commandline import HELD, OK, Out, WrongInput
from phoihop.site.commandline import Problem as Complaint

if TYPE_CHECKING:
    from phoihop.organizations.queries import DryRun

HELP = "a reorganisation as one batch: what it would do, carry it out on its day, take it back within 30 days"
MOST_SHOWN = 12


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the reorganisation file (YAML)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--dry-run", action="store_true", help="only say what it would do; nothing is kept")
    what.add_argument("--undo", metavar="REASON", help="take the batch of this file back")
    parser.add_argument("--at", metavar="DATE", help="as if it were this day (2025-07-01 or 2025-07-01T07:00)")


def run(options: argparse.Namespace, out: Out) -> int:
    from phoihop.ground import clock
    from phoihop.ground.actor import Actor
    from phoihop.organizations import commands, queries
    from phoihop.site.programme.reading import BrokenFile
    from phoihop.site.programme.restructuring import broken_by, read_batch

    at = _time(options.at) if options.at else clock.now()
    by = Actor.system("administrator-console")
    try:
        raw, tree = read_batch(options.file)
        document = queries.read_document(raw)
        if options.undo:
            row = queries.batch_row(document.key)
            undone = commands.undo_batch(code=row.code, reason=options.undo, by=by, at=at)
            out.data({"batch": row.code, "state": "UNDONE", "count": undone.count}, f"{row.code}: đã hoàn tác")
            return OK
        applied = queries.batch_documents().get(document.key) is not None and _state(document.key) == "APPLIED"
        if not applied and (faults := queries.faults_of(document)):
            raise broken_by(tree, faults)
        if options.dry_run:
            dry = queries.dry_run(document)
            out.data(value_of(dry), lines(dry))
            return HELD if dry.open_questions else OK
        return _carry_out(raw, by, at, out)
    except BrokenFile as broken:
        raise WrongInput([Complaint(str(p.place), p.sentence) for p in broken.problems]) from broken
    except commands.FaultyBatch as faulty:
        told = broken_by(tree, faulty.faults)
        raise WrongInput([Complaint(str(p.place), p.sentence) for p in told.problems]) from faulty


def _carry_out(raw: dict[str, Any], by: Any, at: datetime, out: Out) -> int:
    """Kept, then carried out if it may be; otherwise says what it waits for."""
    from phoihop.ground.clock import local_date
    from phoihop.organizations import commands, queries

    proposed = commands.propose_batch(document=raw, by=by, at=at)
    view = queries.batch(by, proposed.code)
    base = {"batch": proposed.code, "state": view.line.state, "date": proposed.on_date}
    if view.line.state == "APPLIED":
        out.data(base, f"{proposed.code}: đã thực hiện từ trước")
        return OK
    dry = queries.dry_run(queries.read_document(view.raw))
    if dry.open_questions:
        out.data(base | {"waits_for": "answers"} | value_of(dry), lines(dry))
        out.say("Chưa thực hiện: còn câu hỏi phải trả lời. Ghi vào mục answers của tệp, hoặc trả lời trên trang.")
        return HELD
    if not view.is_approved:
        out.data(base | {"waits_for": "approvals", "approvals": view.line.approvals} | value_of(dry), lines(dry))
        out.say("Chưa thực hiện: cần hai người duyệt nội dung này, trên trang của đợt.")
        return HELD
    if local_date(at) < view.line.on_date:
        out.data(base | {"waits_for": "date"}, f"{proposed.code}: đã duyệt, đồng hồ thực hiện ngày {proposed.on_date}")
        return OK
    done = commands.apply_batch(code=proposed.code, by=by, at=at)
    out.data(base | {"state": "APPLIED", "count": done.count}, f"{done.code}: đã thực hiện, {done.count} thay đổi")
    return OK


def _state(key: str) -> str:
    from phoihop.organizations import queries

    return queries.batch_row(key).state


def value_of(dry: DryRun) -> dict[str, Any]:
    """The dry run as JSON: everything, by unit and kind."""
    return {
        "units": [
            {
                "unit": fate.ref,
                "name": fate.name,
                "what": fate.kind or "create",
                "heirs": list(fate.heirs),
                "last_day": fate.last_day,
                "detail": fate.detail,
            }
            for fate in dry.fates
        ],
        "moves": [
            {
                "kind": line.kind,
                "from": line.from_ref,
                "to": line.to_ref,
                "count": line.count,
                "codes": list(line.codes),
                "note": line.note,
            }
            for line in dry.goes
        ],
        "people": [
            {
                "name": line.name,
                "role": line.role or "deputy",
                "post": line.post,
                "unit": line.unit,
                "to_post": line.to_post,
                "to_unit": line.to_unit,
                "what": line.what,
                "until": line.until,
            }
            for line in dry.people
        ],
        "questions": [
            {
                "key": one.key,
                "question": one.sentence,
                "choices": [ref for ref, _name in one.choices],
                "default": one.default,
                "answer": one.answer,
                "is_open": one.is_open,
                "codes": list(one.codes),
            }
            for one in dry.questions
        ],
        "count": dry.count,
    }


def lines(dry: DryRun) -> Iterator[str]:
    """The dry run for a reader, shortened where it is long."""
    for fate in dry.fates:
        heirs = ", ".join(fate.heirs) or fate.detail
        until = f" (đến hết {fate.last_day})" if fate.last_day else ""
        yield f"{fate.kind or 'create'}: {fate.name}{until}{' → ' + heirs if heirs else ''}"
    for line in dry.goes:
        shown = ", ".join(line.codes[:MOST_SHOWN]) + (" …" if line.count > MOST_SHOWN else "")
        note = f" [{line.note}]" if line.note else ""
        yield f"{line.words}: {line.count}, {line.from_name} → {line.to_name or '—'}{note}: {shown}"
    for person in dry.people:
        where = f"{person.to_post}, {person.to_unit}" if person.to_unit else "kết thúc"
        yield f"{person.name} ({person.role or 'thay mặt'}): {person.post}, {person.unit} → {where}"
    for one in dry.questions:
        said = one.answer or (f"{one.default} (mặc định)" if one.default else "CHƯA TRẢ LỜI")
        yield f"? {one.key}: {one.sentence} [{' | '.join(ref for ref, _name in one.choices)}] = {said}"


def _time(text: str) -> datetime:
    from django.utils import timezone

    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise WrongInput([Complaint("--at", f"expected a day or time like 2025-07-01T07:00, got {text!r}")]) from None
    return time if time.tzinfo else timezone.make_aware(time)
