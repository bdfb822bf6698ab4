"""The press digest of a unit: compiled by the clock or by hand, put in order, approved, issued by mail and in-house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.documents.commands import check_text
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, nothing_changed, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.sheet import work_calendar
from phoihop.ground.text import fold, nfc
from phoihop.mail.commands import Outgoing, WrongAddress, queue_mails
from phoihop.mail.queries import addresses_of
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import unit_names, units_in_force
from phoihop.press.commands.digest_settings import readers_of, setting_of
from phoihop.press.events import digests as events
from phoihop.press.models import DigestEntry, DigestSetting, DigestShare, PressDigest, Story
from phoihop.press.queries import digest_letters as letters
from phoihop.press.queries.digest_sources import gathered
from phoihop.press.rules import digests as rules
from phoihop.press.states import digests as states
from phoihop.reporting import commands as reporting

LONGEST_NOTE, LONGEST_REASON = 1_000, 500
MOST_AT_ONCE = 50  # digests by the clock in one stroke
MOST_FOLDED = 60_000


# ── made, put in order ──────────────────────────────────────────────────────────────────────────────────────


@command("press_digest.make")
def make_digest(*, unit_id: int, is_illustration: bool = False, by: Actor, at: datetime) -> events.PressDigestMade:
    """Compiles the unit's digest of today: what was matched since the one before. One a day: the second time gives the
    first."""
    ask(by, "press_digest.make", unit_id=unit_id)
    today = local_date(at)
    kept = PressDigest.rows.filter(unit_id=unit_id).exclude(state="DROPPED")
    row = kept.filter(day=today).first()
    if row is not None:
        nothing_changed()
        return _made(row)
    last = kept.order_by("-until").values_list("until", flat=True).first()
    since = rules.window(last, at)
    unit = unit_names([unit_id])[unit_id]
    series = f"DP-{unit.territory}-{today.year}"
    compiled = gathered(unit_id, since=since, until=at)
    is_real = Story.rows.filter(code__in=[one.story for one in compiled.entries], is_illustration=False).exists()
    row = _insert(
        code=f"{series}-{take_numbers(series)[0]:04d}",
        territory=unit.territory,
        unit_id=unit_id,
        day=today,
        since=since,
        until=at,
        made_by="HAND" if by.is_person else "CLOCK",
        made_at=at,
        story_count=len(compiled.entries),
        item_count=compiled.articles,
        more_count=compiled.more,
        fold=_folded(compiled.entries),
        is_illustration=is_illustration or (bool(compiled.entries) and not is_real),
    )
    DigestEntry.rows.bulk_create(
        (
            DigestEntry(
                digest=row,
                position=position,
                dossier=one.dossier,
                topic=one.topic,
                also="\n".join(one.also),
                story=one.story,
                title=one.title,
                publisher=one.publisher,
                url=one.url,
                extract=one.extract,
                published_at=one.at,
                outlets="\n".join(one.outlets),
                outlet_count=len(one.outlets),
            )
            for position, one in enumerate(compiled.entries, 1)
        ),
        batch_size=500,
    )
    return tell(_made(row))


@command("press_digest.edit")
def move_entry(
    *, code: str, story: str, to: str, version: int | None = None, by: Actor, at: datetime
) -> events.PressDigestEdited:
    """Moves a story within its topic: "up", "down" or "top". Refused: not a draft."""
    row, entry = _entry(code, story, by)
    event = events.PressDigestEdited(**named(row), what=f"move {to}", story=story)
    of_topic = list(DigestEntry.rows.filter(digest=row, dossier=entry.dossier).order_by("position", "pk"))
    before = [one.story for one in of_topic]
    if to not in ("up", "down", "top"):
        raise Refused(_("Chỉ đưa tin lên, xuống hoặc lên đầu. Chưa có gì thay đổi."))
    order = rules.moved(before, story, to)
    if order == before:
        nothing_changed()
        return event
    change(row, version=version)
    places = [one.position for one in of_topic]
    by_story = {one.story: one for one in of_topic}
    for place, name in zip(places, order, strict=True):
        by_story[name].position = place
    DigestEntry.rows.bulk_update(of_topic, ["position"], batch_size=500)
    return tell(event)


@command("press_digest.edit")
def leave_out(
    *, code: str, story: str, is_left_out: bool, version: int | None = None, by: Actor, at: datetime
) -> events.PressDigestEdited:
    """Leaves a story out, or takes it back in. Twice is harmless. Refused: not a draft."""
    row, entry = _entry(code, story, by)
    event = events.PressDigestEdited(**named(row), what="leave out" if is_left_out else "take in", story=story)
    if entry.is_left_out == is_left_out:
        nothing_changed()
        return event
    change(row, version=version, story_count=row.story_count + (-1 if is_left_out else 1))
    DigestEntry.rows.filter(pk=entry.pk).update(is_left_out=is_left_out)
    return tell(event)


def arrange_entry(
    *, code: str, story: str, do: str, version: int | None = None, by: Actor, at: datetime
) -> events.PressDigestEdited:
    """One press of a button beside a story: "up", "down", "top", "out" or "in"."""
    if do in ("out", "in"):
        return leave_out(code=code, story=story, is_left_out=do == "out", version=version, by=by, at=at)
    return move_entry(code=code, story=story, to=do, version=version, by=by, at=at)


@command("press_digest.edit")
def note_story(
    *, code: str, story: str, note: str, version: int | None = None, by: Actor, at: datetime
) -> events.PressDigestEdited:
    """A note of facts in the agency's name beside a story; empty takes it away. Twice is harmless.

    Refused: not a draft, too long, what the secrecy guard stops.
    """
    row, entry = _entry(code, story, by)
    note = nfc(note).strip()
    if len(note) > LONGEST_NOTE:
        raise Refused(_("Ghi chú dài quá %(most)s ký tự. Chưa ghi gì; hãy rút gọn.") % {"most": LONGEST_NOTE})
    event = events.PressDigestEdited(**named(row), what="note", story=story)
    if entry.note == note:
        nothing_changed()
        return event
    if note:
        check_text(note)
    change(row, version=version)
    DigestEntry.rows.filter(pk=entry.pk).update(note=note)
    return tell(event)


@command("press_digest.edit")
def drop_digest(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.PressDigestDropped:
    """Gives up what is not out. What it quoted may be quoted again, and the day may be made anew."""
    row = _load(code, "press_digest.edit", by)
    change(row, version=version, state=_step(row, "drop"))
    return tell(events.PressDigestDropped(**named(row)))


# ── approved, issued ────────────────────────────────────────────────────────────────────────────────────────


@command("press_digest.approve")
def approve_digest(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.PressDigestApproved:
    """It may go out as it stands. Refused: not a draft; notes that the secrecy guard stops."""
    row = _load(code, "press_digest.approve", by)
    following = _step(row, "approve")
    _check_notes(row)
    change(row, version=version, state=following, approved_at=at, approved_post=_post_of(by))
    return tell(events.PressDigestApproved(**named(row)))


@command("press_digest.approve")
def return_digest(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.PressDigestReturned:
    """What was approved is a draft again. Refused: no reason; not approved, or out already."""
    row = _load(code, "press_digest.approve", by)
    following = _step(row, "return")
    reason = nfc(reason).strip()[:LONGEST_REASON]
    if not reason:
        raise Refused(_("Cần nêu lý do trả lại. Chưa có gì thay đổi."))
    change(row, version=version, state=following, reason=reason, approved_at=None, approved_post="")
    return tell(events.PressDigestReturned(**named(row), reason=reason))


@command("press_digest.issue")
def issue_digest(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.PressDigestIssued:
    """Puts the digest before the units that get it, with a mail to each that has a confirmed address. An empty one is
    closed and goes to nobody, unless the unit wants that.

    Refused: not approved (the clock issues what its unit lets go out by itself).
    """
    row = _load(code, "press_digest.issue", by)
    setting = setting_of(row.unit_id)
    if row.state == "DRAFT" and not (by.kind == "system" and setting.issues_itself):
        raise Refused(_("Điểm báo %(code)s chưa được duyệt nên chưa phát hành. Hãy duyệt trước.") % {"code": code})
    following = _step(row, "issue")
    if row.state == "DRAFT":
        _check_notes(row)
    count = DigestEntry.rows.filter(digest=row, is_left_out=False).count()
    readers = readers_of(row.unit_id) if count or setting.sends_empty else []
    readers = sorted(units_in_force(readers, at))
    change(row, version=version, state=following, issued_at=at, issued_post=_post_of(by))
    mailed = _mail(row, readers, by, at)
    names = unit_names(readers)
    DigestShare.rows.bulk_create(
        DigestShare(digest=row, unit_id=pk, unit_name=names[pk].name, is_mailed=pk in mailed) for pk in readers
    )
    return tell(events.PressDigestIssued(**named(row), stories=count, unit_ids=tuple(readers), mails=len(mailed)))


def render_digest(*, code: str, kind: str, by: Actor, at: datetime) -> bytes:
    """The digest on the office's paper, as "docx" or "pdf". Whoever may see it may have it. Changes nothing.

    The same digest gives the same bytes as long as the office's letterhead stays.
    """
    row = PressDigest.objects.visible_to(by).filter(code=code).first()
    if row is None or kind not in ("docx", "pdf"):
        raise NotVisible
    made = reporting.compose_letter(letter=letters.letter_of(row), by=by, at=at)
    return made.pdf if kind == "pdf" else made.docx


# ── the clock ───────────────────────────────────────────────────────────────────────────────────────────────


def tick_digests(*, by: Actor, at: datetime) -> int:
    """Makes what is due by the hour of each unit, and issues what goes out by itself. Again and again is harmless."""
    local = timezone.localtime(at)
    today = local.date()
    is_working = work_calendar().is_working(today)
    rows = DigestSetting.rows.filter(is_on=True, hour__lte=local.time().replace(tzinfo=None))
    rows = rows.exclude(last_day__gte=today).order_by("hour", "pk")
    if not is_working:
        rows = rows.filter(on_days_off=True)
    done = 0
    for row in list(rows[:MOST_AT_ONCE]):
        if row.unit_id in units_in_force([row.unit_id], at):
            made = make_digest(unit_id=row.unit_id, by=by, at=at)
            digest = PressDigest.rows.get(code=made.code)
            if row.issues_itself and digest.state == "DRAFT":
                issue_digest(code=made.code, by=by, at=at)
            done += 1
        DigestSetting.rows.filter(pk=row.pk).update(last_day=today)
    return done


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def named(row: PressDigest) -> dict[str, Any]:
    """Labels of events. No dossier: a digest concerns many topics."""
    return {
        "code": row.code,
        "unit_id": row.unit_id,
        "unit_name": unit_names([row.unit_id])[row.unit_id].name,
        "on_day": row.day.isoformat(),
        "day": words.day(row.day),
    }


def _made(row: PressDigest) -> events.PressDigestMade:
    return events.PressDigestMade(**named(row), stories=row.story_count)


def _post_of(by: Actor) -> str:
    return (by.acting_for or by.post)[:200]


def _load(code: str, power: str, by: Actor) -> PressDigest:
    row = PressDigest.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    ask(by, power, row)
    return row


def _entry(code: str, story: str, by: Actor) -> tuple[PressDigest, DigestEntry]:
    row = _load(code, "press_digest.edit", by)
    entry = DigestEntry.rows.filter(digest=row, story=story).first()
    if entry is None:
        raise NotVisible
    if row.state != "DRAFT":
        raise Refused(
            _("Điểm báo %(code)s không còn là bản nháp nên không sửa được; mọi thứ giữ nguyên.") % {"code": code}
        )
    return row, entry


def _step(row: PressDigest, act: str) -> str:
    following = states.after(row.state, act)
    if following is None:
        stands = {
            "DRAFT": _("Điểm báo %(code)s còn là bản nháp. Không có gì thay đổi."),
            "APPROVED": _("Điểm báo %(code)s đã duyệt, chờ phát hành. Không có gì thay đổi."),
            "ISSUED": _("Điểm báo %(code)s đã phát hành. Không có gì thay đổi."),
            "DROPPED": _("Điểm báo %(code)s đã bỏ. Không có gì thay đổi."),
        }
        raise Refused(stands[row.state] % {"code": row.code})
    return following


def _insert(**values: Any) -> PressDigest:
    """A new row. Of two who make the same day at once one inserts."""
    try:
        with transaction.atomic():
            return PressDigest.rows.create(**values)
    except IntegrityError as error:
        raise SomebodyWasFaster(values["code"]) from error


def _check_notes(row: PressDigest) -> None:
    notes = DigestEntry.rows.filter(digest=row, is_left_out=False).exclude(note="").order_by("position")
    if text := "\n\n".join(notes.values_list("note", flat=True)):
        check_text(text)


def _mail(row: PressDigest, readers: Sequence[int], by: Actor, at: datetime) -> set[int]:
    """One mail to each unit with a confirmed address; gives the units. An address no mail can reach is passed over."""
    addresses = dict(sorted(addresses_of(readers).items()))
    if not addresses:
        return set()
    letter = letters.mail_of(row)
    left = dict(addresses)
    while left:
        mails = [replace_to(letter, row, pk, address) for pk, address in left.items()]
        try:
            queue_mails(mails=mails, by=by.through("press_digest.issue"), at=at)
            break
        except WrongAddress as wrong:
            bad = [pk for pk, address in left.items() if address == str(wrong)]
            if not bad:
                raise
            for pk in bad:
                del left[pk]
    return set(left)


def replace_to(letter: Outgoing, row: PressDigest, unit_id: int, address: str) -> Outgoing:
    return replace(letter, key=f"{row.code}/{unit_id}", to_address=address, unit_id=unit_id)


def _folded(entries: Sequence[rules.Quoted]) -> str:
    topics = dict.fromkeys(one.topic for one in entries)
    return fold("\n".join([*topics, *(f"{one.title} {one.publisher}" for one in entries)]))[:MOST_FOLDED]
