"""Parts of the parties: asked for, written, handed in, given back one cell at a time, accepted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible
from phoihop.reviews import events, queries, rules, states
from phoihop.reviews.commands.basics import (
    labels,
    load,
    needed,
    next_state,
    own_part,
    part_of,
    post_of,
    refusal,
    unit_labels,
    words_of,
)
from phoihop.reviews.models import Cell, Part, Review


@command("review.gather")
def gather_parts(
    *, code: str, parts_due: date | None, version: int | None, by: Actor, at: datetime
) -> events.ReviewGathered:
    """The lead asks every party for its part by a day. Refused: asked already, a day gone by."""
    row = load(code, "review.gather", by)
    today = local_date(at)
    due = parts_due or today + timedelta(days=rules.DAYS_FOR_PARTS)
    event = events.ReviewGathered(
        **labels(row),
        parts_due=due.isoformat(),
        day=words.day(due),
        unit_ids=tuple(queries.parties_but_lead(row)),
    )
    if row.state == "GATHERING" and row.parts_due == due:
        nothing_changed()
        return event
    following = next_state(row, "gather")
    if due < today:
        raise Refused(_("Hạn nộp phần phải từ hôm nay trở đi; chưa mời ai. Hãy chọn lại ngày."))
    change(row, version=version, state=following, parts_due=due, gathered_at=at)
    return tell(event)


@command("part.write")
def write_part(
    *, code: str, unit_id: int, texts: Mapping[str, str], version: int | None, by: Actor, at: datetime
) -> events.PartWritten:
    """A party writes in the open cells of its own part. Refused: another's part, a locked cell, a part handed in."""
    row = load(code, "part.write", by)
    part = own_part(row, unit_id, by)
    _check_writable(row, part)
    given = {key: words_of(text, rules.LONGEST_CELL) for key, text in texts.items() if key in rules.CELLS}
    cells = {cell.key: cell for cell in Cell.rows.filter(part=part)}
    changed = {key: text for key, text in given.items() if cells[key].text != text}
    locked = sorted(key for key in changed if not cells[key].is_open)
    if locked:
        raise Refused(
            _("Ô này đang khóa nên phần giữ nguyên như đã nộp. Chỉ sửa được ô mà cơ quan chủ trì đã mở khóa.")
        )
    event = events.PartWritten(**unit_labels(row, part), cells=tuple(sorted(changed)))
    if not changed:
        nothing_changed()
        return event
    change(part, version=version)
    for key, text in changed.items():
        Cell.rows.filter(pk=cells[key].pk).update(text=text)
    return tell(event)


@command("part.hand_in")
def hand_in_part(*, code: str, unit_id: int, version: int | None, by: Actor, at: datetime) -> events.PartHandedIn:
    """A party hands its part in: all cells lock. The lead's own counts at once.

    Refused: not asked for yet, an empty part, another's.
    """
    row = load(code, "part.hand_in", by)
    part = own_part(row, unit_id, by)
    event = events.PartHandedIn(**unit_labels(row, part))
    if part.state in ("HANDED_IN", "ACCEPTED"):
        nothing_changed()
        return event
    if row.state != "GATHERING":
        raise Refused(refusal(row))
    if not Cell.rows.filter(part=part).exclude(text="").exists():
        raise Refused(_("Phần chưa có nội dung nên chưa nộp. Hãy viết ít nhất một ô, ví dụ „Kết quả“, rồi nộp."))
    is_lead = unit_id == row.lead_id
    change(
        part,
        version=version,
        state=states.PART[part.state]["count" if is_lead else "hand_in"],
        handed_in_at=at,
        handed_in_post=post_of(by),
        accepted_at=at if is_lead else None,
    )
    Cell.rows.filter(part=part).update(is_open=False)
    tell(event)
    if is_lead:
        tell(events.PartAccepted(**unit_labels(row, part)))
    return event


@command("part.return")
def return_part(
    *, code: str, unit_id: int, cell: str, message: str, version: int | None, by: Actor, at: datetime
) -> events.PartReturned:
    """The lead gives a part back with a message and opens this one cell; the others stay locked.

    Refused: not handed in, no message, a cell that is no cell, or one that is open with the same message (harmless).
    """
    row = load(code, "part.return", by)
    part = part_of(row, unit_id)
    message = needed(message)
    if cell not in rules.CELLS:
        raise NotVisible
    event = events.PartReturned(**unit_labels(row, part), cell=cell, message=message)
    known = Cell.rows.get(part=part, key=cell)
    if part.state == "RETURNED" and known.is_open and known.message == message:
        nothing_changed()
        return event
    if row.state != "GATHERING":
        raise Refused(refusal(row))
    following = states.after(states.PART, part.state, "return")
    if following is None:
        raise Refused(
            _("%(unit)s chưa nộp phần nên không có gì để trả lại; phần giữ nguyên.") % {"unit": part.unit_name}
        )
    change(part, version=version, state=following, accepted_at=None)
    Cell.rows.filter(pk=known.pk).update(is_open=True, message=message)
    return tell(event)


@command("part.accept")
def accept_part(*, code: str, unit_id: int, version: int | None, by: Actor, at: datetime) -> events.PartAccepted:
    """The lead takes a part into the review: from now on it counts, and its lessons want an answer."""
    row = load(code, "part.accept", by)
    part = part_of(row, unit_id)
    event = events.PartAccepted(**unit_labels(row, part))
    if part.state == "ACCEPTED":
        nothing_changed()
        return event
    if row.state != "GATHERING":
        raise Refused(refusal(row))
    following = states.after(states.PART, part.state, "accept")
    if following is None:
        raise Refused(
            _("%(unit)s chưa nộp phần nên chưa nhận được; phần giữ nguyên. Hãy đợi cơ quan nộp hoặc nộp lại.")
            % {"unit": part.unit_name}
        )
    change(part, version=version, state=following, accepted_at=at)
    return tell(event)


def _check_writable(row: Review, part: Part) -> None:
    if row.state not in ("DRAFT", "GATHERING"):
        raise Refused(refusal(row))
    if part.state not in states.WRITABLE:
        raise Refused(_("Phần đã nộp nên đang khóa; nội dung giữ nguyên. Muốn sửa, đề nghị cơ quan chủ trì mở ô đó."))
