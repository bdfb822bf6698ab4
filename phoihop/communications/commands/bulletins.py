"""The internal bulletin: written, issued to the units of its audience, acknowledged by them. Never out of the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from phoihop.communications import events, states
from phoihop.communications.commands.basics import (
    line_of,
    load,
    needed,
    next_state,
    post_of,
    territory_of,
    unit_name_of,
    words_of,
)
from phoihop.communications.models import Bulletin, BulletinAim, BulletinItem, BulletinShare
from phoihop.communications.queries.bulletins import audience_of, reached_by
from phoihop.communications.rules import audience as audiences
from phoihop.documents import commands as documents
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import NotAllowed, NotVisible, ask
from phoihop.ground.text import fold
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import territory_by_slug, unit_names, units_in_force
from phoihop.plans import queries as plans
from phoihop.reporting import commands as reporting
from phoihop.reporting import queries as letters

LONGEST_TITLE, LONGEST_LEDE, LONGEST_ITEM, LONGEST_NOTE = 300, 2_000, 20_000, 1_000
MOST_ITEMS, MOST_AIMS = 30, 200
MOST_AT_ONCE = 200  # reminders by the clock in one stroke


@command("bulletin.begin")
def begin_bulletin(
    *, unit_id: int, title: str, dossier: str = "", is_illustration: bool = False, by: Actor, at: datetime
) -> events.BulletinBegun:
    """A unit begins an issue. Refused: no title; a plan or topic the writer may not see; an ended unit."""
    ask(by, "bulletin.begin", unit_id=unit_id)
    if unit_id not in units_in_force([unit_id], at):
        raise Refused(_("Cơ quan này không còn hoặc chưa có hiệu lực; chưa ghi bản tin nào."))
    title = needed(
        line_of(title, LONGEST_TITLE), LONGEST_TITLE, _("Cần có tiêu đề. Chưa ghi gì; hãy viết rồi gửi lại.")
    )
    if dossier and dossier not in plans.visible_topics(by, [dossier]) | plans.visible_plans(by, [dossier]):
        raise NotVisible
    territory = territory_of(unit_id)
    series = f"BT-{territory}-{local_date(at).year}"
    row = Bulletin.rows.create(
        code=f"{series}-{take_numbers(series)[0]:04d}",
        territory=territory,
        unit_id=unit_id,
        title=title,
        dossier=dossier,
        fold=fold(title),
        opened_at=at,
        is_illustration=is_illustration,
    )
    return tell(events.BulletinBegun(**named(row)))


@command("bulletin.write")
def write_bulletin(
    *,
    code: str,
    title: str,
    lede: str,
    acknowledge_by: date | None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.BulletinWritten:
    """Title, first words and the day by which units acknowledge. Twice is harmless. Refused: not a draft; no title."""
    row = _draft(code, by)
    new: dict[str, Any] = {
        "title": needed(line_of(title, LONGEST_TITLE), LONGEST_TITLE, _("Cần có tiêu đề. Chưa ghi gì.")),
        "lede": words_of(lede, LONGEST_LEDE),
        "acknowledge_by": acknowledge_by,
    }
    event = events.BulletinWritten(**{**named(row), "title": new["title"]}, what="head")
    if all(getattr(row, name) == value for name, value in new.items()):
        nothing_changed()
        return event
    change(row, version=version, **new)
    _fold(row)
    return tell(event)


@command("bulletin.write")
def write_item(
    *,
    code: str,
    position: int,
    title: str,
    text: str,
    source: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.BulletinWritten:
    """One piece: at a new position it is added, at an old one written anew; without title and text it goes.

    Refused: not a draft, half a piece, more than MOST_ITEMS.
    """
    row = _draft(code, by)
    title, text = line_of(title, LONGEST_TITLE), words_of(text, LONGEST_ITEM)
    event = events.BulletinWritten(**named(row), what=f"item {position}")
    item = BulletinItem.rows.filter(bulletin=row, position=position).first()
    if not title and not text:
        if item is None:
            nothing_changed()
            return event
        change(row, version=version)
        item.delete()
        _fold(row)
        return tell(event)
    if not title or not text:
        raise Refused(_("Mỗi tin cần cả tiêu đề và nội dung. Chưa ghi gì; hãy viết đủ rồi gửi lại."))
    if not 1 <= position <= MOST_ITEMS:
        raise Refused(_("Mỗi bản tin có nhiều nhất %(most)s tin. Chưa ghi thêm.") % {"most": MOST_ITEMS})
    new = {"title": title, "text": text, "source": line_of(source, 80)}
    if item is not None and all(getattr(item, name) == value for name, value in new.items()):
        nothing_changed()
        return event
    change(row, version=version)
    BulletinItem.rows.update_or_create(bulletin=row, position=position, defaults=new)
    _fold(row)
    return tell(event)


@command("bulletin.write")
def set_audience(
    *,
    code: str,
    unit_ids: Sequence[int] = (),
    levels: Sequence[str] = (),
    territories: Sequence[str] = (),
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.BulletinWritten:
    """Whom the issue is for, all of it. Who that is, is settled when it is issued. Twice is harmless.

    Refused: not a draft, an unknown level or territory, a unit that is no more, more than MOST_AIMS lines.
    """
    row = _draft(code, by)
    wanted = audiences.Audience(frozenset(unit_ids), frozenset(levels), frozenset(territories))
    event = events.BulletinWritten(**named(row), what="audience")
    if wanted.levels - set(audiences.LEVELS):
        raise Refused(_("Hãy chọn cấp có trong danh sách."))
    if wanted.unit_ids - units_in_force(wanted.unit_ids, at):
        raise Refused(_("Có cơ quan không còn hiệu lực trong danh sách. Chưa ghi gì; hãy chọn lại."))
    if any(territory_by_slug(slug) is None for slug in wanted.territories):
        raise Refused(_("Có địa bàn không tồn tại trong danh sách. Chưa ghi gì; hãy chọn lại."))
    if len(wanted.unit_ids) + len(wanted.levels) + len(wanted.territories) > MOST_AIMS:
        raise Refused(_("Nhiều nhất %(most)s dòng nơi nhận. Hãy chọn theo cấp hoặc địa bàn.") % {"most": MOST_AIMS})
    if audience_of(row) == wanted:
        nothing_changed()
        return event
    change(row, version=version)
    BulletinAim.rows.filter(bulletin=row).delete()
    BulletinAim.rows.bulk_create(
        [
            *(BulletinAim(bulletin=row, unit_id=pk) for pk in sorted(wanted.unit_ids)),
            *(BulletinAim(bulletin=row, level=level) for level in sorted(wanted.levels)),
            *(BulletinAim(bulletin=row, territory=slug) for slug in sorted(wanted.territories)),
        ]
    )
    return tell(event)


@command("bulletin.issue")
def issue_bulletin(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.BulletinIssued:
    """Sends the issue to the units of its audience as they are now; each is to acknowledge it by the day.

    Refused: no piece in it, nobody reached, no day or one that is over, what the secrecy guard does not let pass.
    """
    row = load(Bulletin, code, "bulletin.issue", by)
    following = next_state(states.BULLETIN, row, "issue")
    items = list(BulletinItem.rows.filter(bulletin=row).order_by("position"))
    if not items:
        raise Refused(
            _("Bản tin %(code)s chưa có tin nào nên chưa phát hành. Hãy viết ít nhất một tin.") % {"code": code}
        )
    if row.acknowledge_by is None or row.acknowledge_by < local_date(at):
        raise Refused(_("Cần hạn xác nhận từ hôm nay trở đi. Chưa phát hành; hãy chọn ngày."))
    documents.check_text("\n\n".join([row.title, row.lede, *(f"{one.title}\n{one.text}" for one in items)]))
    unit_ids = reached_by(row, at)
    if not unit_ids:
        raise Refused(_("Nơi nhận đã chọn không có cơ quan nào. Chưa phát hành; hãy chọn lại nơi nhận."))
    change(row, version=version, state=following, issued_at=at, issued_post=post_of(by))
    names = unit_names(unit_ids)
    BulletinShare.rows.bulk_create(BulletinShare(bulletin=row, unit_id=pk, unit_name=names[pk].name) for pk in unit_ids)
    return tell(
        events.BulletinIssued(
            **named(row),
            unit_ids=tuple(unit_ids),
            acknowledge_by=row.acknowledge_by.isoformat(),
            day=words.day(row.acknowledge_by),
        )
    )


@command("bulletin.see")
def read_bulletin(*, code: str, by: Actor, at: datetime) -> events.BulletinRead | None:
    """Records that a unit of the audience opened it for the first time. Whoever else reads changes nothing."""
    row = load(Bulletin, code, "bulletin.see", by)
    share = BulletinShare.rows.filter(bulletin=row, unit_id=by.unit_id or 0, read_at=None).first()
    if share is None or not by.is_person:
        nothing_changed()
        return None
    if not BulletinShare.rows.filter(pk=share.pk, read_at=None).update(read_at=at):
        nothing_changed()
        return None
    return tell(events.BulletinRead(**named(row), reader_id=share.unit_id, reader_name=share.unit_name))


@command("bulletin.acknowledge")
def acknowledge_bulletin(*, code: str, note: str = "", by: Actor, at: datetime) -> events.BulletinAcknowledged:
    """The actor's unit has the issue and spreads it. Twice is harmless. Refused: recalled; not of its audience."""
    row = load(Bulletin, code, "bulletin.acknowledge", by)
    if row.state != "ISSUED":
        raise Refused(_("Bản tin %(code)s đã thu hồi nên không cần xác nhận nữa.") % {"code": code})
    share = BulletinShare.rows.filter(bulletin=row, unit_id=by.unit_id or 0).first()
    if share is None:
        raise NotAllowed(_("Cơ quan bạn không ở trong nơi nhận của bản tin này."))
    note = words_of(note, LONGEST_NOTE)
    event = events.BulletinAcknowledged(
        **named(row), reader_id=share.unit_id, reader_name=share.unit_name, note=note or share.note
    )
    taken = BulletinShare.rows.filter(pk=share.pk, state="DELIVERED").update(
        state="ACKNOWLEDGED", acknowledged_at=at, read_at=share.read_at or at, post=post_of(by), note=note
    )
    if not taken:
        nothing_changed()
        return event
    return tell(event)


@command("bulletin.recall")
def recall_bulletin(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.BulletinRecalled:
    """Takes the issue back: it stays in the archive with the reason, nobody is asked for it any more."""
    row = load(Bulletin, code, "bulletin.recall", by)
    reason = needed(reason, LONGEST_NOTE, _("Cần nêu lý do thu hồi. Chưa có gì thay đổi."))
    units = tuple(BulletinShare.rows.filter(bulletin=row).order_by("unit_id").values_list("unit_id", flat=True))
    event = events.BulletinRecalled(**named(row), reason=reason, unit_ids=units)
    if row.state == "RECALLED" and row.reason == reason:
        nothing_changed()
        return event
    change(row, version=version, state=next_state(states.BULLETIN, row, "recall"), reason=reason)
    return tell(event)


@command("bulletin.write")
def drop_bulletin(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.BulletinDropped:
    """Gives up a draft."""
    row = load(Bulletin, code, "bulletin.write", by)
    change(row, version=version, state=next_state(states.BULLETIN, row, "drop"))
    return tell(events.BulletinDropped(**named(row)))


@command("bulletin.remind")
def remind_of_bulletin(*, code: str, which: str, by: Actor, at: datetime) -> events.BulletinReminded | None:
    """Reminds units that have not acknowledged: SOON the day before, LATE once after the day. Twice is harmless."""
    row = load(Bulletin, code, "bulletin.remind", by)
    waiting = BulletinShare.rows.filter(bulletin=row, state="DELIVERED").exclude(reminded__in=(which, "LATE"))
    units = list(waiting.order_by("unit_id").values_list("unit_id", flat=True))
    if not units or row.acknowledge_by is None or row.state != "ISSUED":
        nothing_changed()
        return None
    waiting.filter(unit_id__in=units).update(reminded=which)
    return tell(
        events.BulletinReminded(**named(row), which=which, unit_ids=tuple(units), day=words.day(row.acknowledge_by))
    )


def tick_bulletins(*, by: Actor, at: datetime) -> int:
    """Reminders that are due by the day."""
    today = local_date(at)
    due = BulletinShare.rows.filter(state="DELIVERED", bulletin__state="ISSUED").exclude(reminded="LATE")
    rows = due.order_by("bulletin_id").values_list("bulletin__code", "bulletin__acknowledge_by").distinct()
    done = 0
    for code, until in list(rows[:MOST_AT_ONCE]):
        which = audiences.reminder_day((until - today).days) if until else ""
        if which and remind_of_bulletin(code=code, which=which, by=by, at=at) is not None:
            done += 1
    return done


def render_bulletin(*, code: str, kind: str, by: Actor, at: datetime) -> bytes:
    """The issue on the office's paper, as "docx" or "pdf". Whoever may see it may have it. Changes nothing."""
    row = Bulletin.objects.visible_to(by).filter(code=code).first()
    if row is None or kind not in ("docx", "pdf"):
        raise NotVisible
    body: list[str | reporting.Paragraph] = [one for one in row.lede.split("\n") if one.strip()]
    for item in BulletinItem.rows.filter(bulletin=row).order_by("position"):
        body.append(reporting.Paragraph(item.title, is_heading=True))
        body += [one for one in item.text.split("\n") if one.strip()]
    letter = replace(
        letters.blank_letter(row.unit_id, at),
        subject=row.title,
        type_name="BẢN TIN NỘI BỘ",
        body=tuple(body),
        date=local_date(row.issued_at) if row.issued_at else None,
        is_illustration=row.is_illustration,
    )
    made = reporting.compose_letter(letter=letter, by=by, at=at)
    return made.pdf if kind == "pdf" else made.docx


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def named(row: Bulletin) -> dict[str, Any]:
    """Labels of events. No dossier: who reads a plan's timeline need not be of the audience."""
    return {
        "code": row.code,
        "title": row.title,
        "unit_id": row.unit_id,
        "unit_name": unit_name_of(row.unit_id),
    }


def _draft(code: str, by: Actor) -> Bulletin:
    row = load(Bulletin, code, "bulletin.write", by)
    if row.state != "DRAFT":
        raise Refused(
            _("Bản tin %(code)s không còn là bản nháp nên không sửa được; mọi thứ giữ nguyên.") % {"code": code}
        )
    return row


def _fold(row: Bulletin) -> None:
    items = BulletinItem.rows.filter(bulletin=row).order_by("position").values_list("title", "text")
    whole = "\n".join([row.title, row.lede, *(f"{title}\n{text}" for title, text in items)])
    Bulletin.rows.filter(pk=row.pk).update(fold=fold(whole))
