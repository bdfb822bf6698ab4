"""Two people let a release go; for some minutes either may take it back; then it goes out by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.communications import events, states
from phoihop.communications.commands.basics import (
    check_public,
    line_of,
    load,
    needed,
    next_state,
    post_of,
    unit_name_of,
)
from phoihop.communications.commands.releases import (
    LONGEST_REASON,
    NO_REASON,
    check_wording,
    end_approvals,
    named,
)
from phoihop.communications.models import Proceedings, Release, ReleaseApproval, ReleaseOverride, ReleaseText
from phoihop.communications.queries.release_words import EVENT_WORDS, STAGE_WORDS
from phoihop.communications.queries.releases import standing_findings, undo_minutes
from phoihop.communications.queries.speaking import may_speak
from phoihop.communications.rules import presumption
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, nothing_changed, on_record, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import NotAllowed
from phoihop.press import queries as press
from phoihop.publications import commands as publications

MOST_AT_ONCE = 100  # by the clock in one stroke; the rest a stroke later


@command("release.record_event")
def record_release_event(
    *,
    code: str,
    event: str,
    happened_at: datetime,
    proof: str,
    stage: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.ReleaseEventRecorded:
    """The owning body records what lets it speak: which event, when, proved by which document; and how far the
    proceedings are since. Twice is harmless.

    Refused: a moment to come, no document, an unknown event or stage, not before its approvers' word any more.
    """
    row = load(Release, code, "release.record_event", by)
    if row.state not in ("DRAFT", "PRESENTED"):
        raise Refused(
            _("Thông cáo %(code)s không còn chờ sự kiện; mọi thứ giữ nguyên. Hãy tải lại trang.") % {"code": code}
        )
    proof = line_of(proof, 120)
    if event not in states.RELEASE_EVENTS or (stage and stage not in presumption.STAGES):
        raise Refused(_("Hãy chọn sự kiện và giai đoạn có trong danh sách."))
    if not proof:
        raise Refused(_("Cần số, ký hiệu của văn bản chứng minh sự kiện. Chưa ghi gì; hãy điền rồi gửi lại."))
    if happened_at > at:
        raise Refused(_("Sự kiện chưa xảy ra thì chưa ghi được. Chưa ghi gì; hãy ghi sau khi sự kiện đã có."))
    told = events.ReleaseEventRecorded(
        **named(row),
        what=on_record(EVENT_WORDS[event]),
        proof=proof,
        happened=happened_at.isoformat(),
        day=words.moment(timezone.localtime(happened_at)),
    )
    stage = stage or row.stage
    if (row.event, row.event_at, row.event_proof, row.stage) == (event, happened_at, proof, stage):
        nothing_changed()
        return told
    change(
        row, version=version, event=event, event_at=happened_at, event_proof=proof, event_post=post_of(by), stage=stage
    )
    if may_speak(row.dossier).owner_id == row.unit_id:
        kept = {"owner_id": row.unit_id, "stage": stage, "noted_at": at, "noted_post": post_of(by)}
        Proceedings.rows.update_or_create(dossier=row.dossier, defaults=kept)
    end_approvals(row, at)
    return tell(told)


@command("release.override")
def override_wording(
    *, code: str, rule: str, found: str, reason: str, by: Actor, at: datetime
) -> events.ReleaseWordingOverridden:
    """An approver lets words stand that a rule found, and says why. Refused: an absolute rule, words not there, no
    reason."""
    row = load(Release, code, "release.override", by)
    reason = needed(reason, LONGEST_REASON, NO_REASON)
    if row.state not in ("DRAFT", "PRESENTED"):
        raise Refused(_("Thông cáo %(code)s không còn chờ duyệt; mọi thứ giữ nguyên.") % {"code": code})
    one = next((one for one in standing_findings(row) if (one.key, one.words) == (rule, found)), None)
    if one is None:
        raise Refused(_("Câu chữ này không còn trong văn bản, hoặc đã được xử lý; không có gì thay đổi."))
    if one.is_absolute:
        raise Refused(
            _("Câu đoán trước hoặc thúc ép kết quả xét xử thì không ai được cho giữ lại. Hãy trả lại để viết lại.")
        )
    change(row)
    ReleaseOverride.rows.create(
        release=row, rule=rule, words=one.words[:300], reason=reason, post=post_of(by), given_at=at
    )
    return tell(events.ReleaseWordingOverridden(**named(row), rule=rule, words=one.words, reason=reason))


@command("release.approve")
def approve_release(
    *, code: str, number: int, version: int | None = None, by: Actor, at: datetime
) -> events.ReleaseApproved | events.ReleaseReleased:
    """One of two approvals; with the second the undo window begins. The same person twice is harmless, and not two.

    Refused: of a case before its event is recorded, another text by now, words that stand in the way, no person.
    """
    row = load(Release, code, "release.approve", by)
    if by.account_id is None or not by.is_person:
        raise NotAllowed(_("Thông cáo chỉ do hai người duyệt cho phát, không do máy."))
    given = ReleaseApproval.rows.filter(release=row, number=row.number, taken_back_at=None)
    if row.state in ("PRESENTED", "RELEASING") and given.filter(account_id=by.account_id).exists():
        nothing_changed()
        return events.ReleaseApproved(**named(row), number=row.number)
    next_state(states.RELEASE, row, "approve")
    if number != row.number:
        raise Refused(
            _("Văn bản đã đổi thành bản %(number)s; chưa duyệt gì. Hãy đọc bản mới.") % {"number": row.number}
        )
    _check_ready(row)
    is_second = given.exists()
    if not is_second:
        change(row, version=version)
        _approve(row, by, at)
        return tell(events.ReleaseApproved(**named(row), number=row.number))
    goes_at = at + timedelta(minutes=undo_minutes(row.unit_id))
    if row.embargo_until is not None:
        goes_at = max(goes_at, row.embargo_until)
    change(row, version=version, state=next_state(states.RELEASE, row, "release"), goes_at=goes_at)
    _approve(row, by, at)
    return tell(
        events.ReleaseReleased(
            **named(row),
            number=row.number,
            goes_at=goes_at.isoformat(),
            day=words.moment(timezone.localtime(goes_at)),
        )
    )


@command("release.approve")
def take_back_release(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.ReleaseTakenBack:
    """Either approver stops it before it goes out; both approvals end. Refused: it is out, or not on its way."""
    row = load(Release, code, "release.approve", by)
    reason = needed(reason, LONGEST_REASON, NO_REASON)
    if row.state == "PUBLISHED":
        raise Refused(
            _("Thông cáo %(code)s đã phát nên không lấy lại được; nếu sai, hãy sửa hoặc rút.") % {"code": code}
        )
    change(row, version=version, state=next_state(states.RELEASE, row, "take_back"), goes_at=None, note=reason)
    end_approvals(row, at)
    return tell(events.ReleaseTakenBack(**named(row), reason=reason))


@command("release.publish")
def publish_release(*, code: str, by: Actor, at: datetime) -> events.ReleasePublished:
    """Out to the public, once its undo window and its embargo are over. Refused: before that; what may not go out."""
    row = load(Release, code, "release.publish", by)
    following = next_state(states.RELEASE, row, "publish")
    if row.goes_at is None or at < row.goes_at:
        raise Refused(_("Thông cáo %(code)s còn trong thời gian có thể lấy lại; chưa phát.") % {"code": code})
    _check_ready(row)
    check_public(row.title, row.summary, row.text)
    moment = row.published_at or row.goes_at
    change(row, state=following, published_at=moment, goes_at=None)
    publications.publish(copy=copy_of(row, moment, at), note=row.note, by=by.through("release.publish"), at=at)
    return tell(events.ReleasePublished(**named(row), number=row.number))


@command("release.publish")
def hold_release(*, code: str, reason: str, by: Actor, at: datetime) -> events.ReleaseHeldBack:
    """The clock says why a release did not go out; its approvers look at it again."""
    row = load(Release, code, "release.publish", by)
    change(row, state=next_state(states.RELEASE, row, "hold"), goes_at=None, note=reason[:LONGEST_REASON])
    end_approvals(row, at)
    return tell(events.ReleaseHeldBack(**named(row), reason=reason[:LONGEST_REASON]))


@command("release.withdraw")
def withdraw_release(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.ReleaseWithdrawn:
    """Takes it back from the public: its address stays and says why. Twice is harmless. Refused: no reason; not out."""
    row = load(Release, code, "release.withdraw", by)
    reason = needed(reason, LONGEST_REASON, NO_REASON)
    event = events.ReleaseWithdrawn(**named(row), reason=reason)
    if row.state == "WITHDRAWN":
        nothing_changed()
        return event
    change(row, version=version, state=next_state(states.RELEASE, row, "withdraw"), note=reason)
    publications.withdraw(code=code, note=reason, by=by.through("release.withdraw"), at=at)
    return tell(event)


@command("release.present")
def revise_release(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.ReleaseRevised:
    """Opens what is out to be changed; readers are told why with the new version. What is out stays till then."""
    row = load(Release, code, "release.present", by)
    reason = needed(reason, LONGEST_REASON, NO_REASON)
    change(
        row,
        version=version,
        state=next_state(states.RELEASE, row, "revise"),
        number=row.number + 1,
        note=reason,
        embargo_until=None,
    )
    return tell(events.ReleaseRevised(**named(row), reason=reason))


@command("release.present")
def restore_release(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.ReleaseRestored:
    """Gives the change up: the text is again the one that is out. Refused: it never was out."""
    row = load(Release, code, "release.present", by)
    if row.published_at is None:
        raise Refused(_("Thông cáo %(code)s chưa từng phát; hãy bỏ bản nháp thay vì khôi phục.") % {"code": code})
    following = next_state(states.RELEASE, row, "restore")
    ReleaseText.rows.filter(release=row, number=row.number).delete()
    out = ReleaseText.rows.filter(release=row).order_by("-number")[0]
    change(
        row,
        version=version,
        state=following,
        number=out.number,
        title=out.title,
        summary=out.summary,
        text=out.text,
        note="",
    )
    return tell(events.ReleaseRestored(**named(row)))


def preview_release(*, code: str, by: Actor, at: datetime) -> str:
    """The token under which the portal shows, for an hour, exactly what would go out. For the body's own people.

    Refused: what the secrecy guard does not let out. Not allowed: a holder, whose opening would leave no trace.
    """
    row = load(Release, code, "release.see", by)
    if row.unit_id not in by.units(with_inherited=True):
        raise NotAllowed(_("Chỉ người của cơ quan phát thông cáo xem trước được; cơ quan giữ trước hãy mở văn bản."))
    check_public(row.title, row.summary, row.text)
    copy = copy_of(row, row.published_at or row.embargo_until or at, at)
    return publications.lay_preview(copy=copy, by=by.through("release.present"), at=at)


def tick_releases(*, by: Actor, at: datetime) -> int:
    """Lets out what is due, each in an act of its own; what may not go out is held back with the reason."""
    due = Release.rows.filter(state="RELEASING", goes_at__lte=at).order_by("goes_at", "pk")
    done = 0
    for code in list(due.values_list("code", flat=True)[:MOST_AT_ONCE]):
        try:
            publish_release(code=code, by=by, at=at)
            done += 1
        except Refused as said:
            hold_release(code=code, reason=str(said), by=by, at=at)
        except SomebodyWasFaster:
            continue  # taken back in this very moment
    return done


def copy_of(row: Release, moment: datetime, at: datetime) -> publications.Copy:
    """What goes out of a release, field by field."""
    return publications.Copy(
        code=row.code,
        territory=row.territory,
        title=row.title,
        summary=row.summary,
        text=row.text,
        unit_name=unit_name_of(row.unit_id),
        dossier=row.dossier,
        published_at=moment,
        is_illustration=row.is_illustration,
        details=publications.ReleaseDetails(
            event=on_record(EVENT_WORDS[row.event]) if row.event else "",
            event_date=local_date(row.event_at).isoformat() if row.event_at else "",
            stage=on_record(STAGE_WORDS[row.stage]) if row.is_case else "",
            contact=press.contact_of(row.contact, local_date(at)) if row.contact else "",
        ),
    )


def _approve(row: Release, by: Actor, at: datetime) -> None:
    ReleaseApproval.rows.create(
        release=row, number=row.number, account_id=by.account_id or 0, post=post_of(by), given_at=at
    )


def _check_ready(row: Release) -> None:
    if not row.is_case:
        return
    if row.event_at is None:
        raise Refused(
            _(
                "Thông cáo %(code)s về vụ việc chưa có sự kiện cho phép phát; chưa duyệt. Khi bản án đã tuyên hoặc "
                "quyết định đã công bố, hãy ghi sự kiện với số văn bản trước."
            )
            % {"code": row.code}
        )
    speaking = may_speak(row.dossier)
    if speaking.is_case and speaking.owner_id != row.unit_id:
        raise Refused(
            _("Vụ việc %(dossier)s nay thuộc %(owner)s; thông cáo %(code)s không phát được.")
            % {"dossier": row.dossier, "owner": speaking.owner, "code": row.code}
        )
    check_wording(row, with_overridable=True)
