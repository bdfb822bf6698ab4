"""A press conference is held: who came, what was asked and answered, its record, and a release of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from phoihop.communications import events, states
from phoihop.communications.commands.basics import load, needed, next_state, post_of, words_of
from phoihop.communications.commands.conferences import dossier_of, named
from phoihop.communications.commands.outlets import outlet_of
from phoihop.communications.commands.releases import LONGEST_TITLE, begin_release, write_release
from phoihop.communications.models import Conference, ConferenceGuest, ConferenceQuestion, Release
from phoihop.communications.rules import conferences as rules
from phoihop.documents import commands as documents
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.powers import NotAllowed
from phoihop.press import commands as press
from phoihop.press import queries as spokespersons


@command("conference.hold")
def hold_conference(
    *, code: str, came: Collection[int] = (), version: int | None = None, by: Actor, at: datetime
) -> events.ConferenceHeld:
    """It takes place, and these outlets came. Refused: before it begins, nobody had been invited."""
    row = load(Conference, code, "conference.hold", by)
    following = next_state(states.CONFERENCE, row, "hold")
    if at < row.starts_at:
        raise Refused(_("Chưa đến giờ họp báo nên chưa ghi là đã họp. Mọi thứ giữ nguyên; hãy ghi sau khi bắt đầu."))
    spoke = dict(spokespersons.choices_of(by, row.unit_id, local_date(row.starts_at))).get(row.spokesperson, "")
    change(row, version=version, state=following, held_at=at, spoke=spoke)
    there = ConferenceGuest.rows.filter(conference=row, number__in=list(came))
    count = there.update(is_there=True)
    return tell(events.ConferenceHeld(**named(row), count=count))


@command("conference.note_question")
def note_question(
    *,
    code: str,
    outlet: str,
    text: str,
    answer: str = "",
    answerer_id: int | None = None,
    by: Actor,
    at: datetime,
) -> events.ConferenceQuestionNoted:
    """What an outlet asked: answered there, or later by a unit, which then owes it by the clock of press queries.

    Refused: before it was held, once its record is approved, no question, neither an answer nor who answers later.
    """
    row = load(Conference, code, "conference.note_question", by)
    _held(row)
    asker = outlet_of(outlet)
    question = needed(text, rules.LONGEST_TEXT, _("Cần ghi báo chí hỏi gì. Chưa ghi gì; hãy viết rồi gửi lại."))
    given = words_of(answer, rules.LONGEST_TEXT)
    if bool(given) == (answerer_id is not None):
        raise Refused(
            _(
                "Ghi câu trả lời tại chỗ, hoặc chọn cơ quan trả lời sau: một trong hai. Chưa ghi gì; "
                "hãy sửa rồi gửi lại."
            )
        )
    there = ConferenceQuestion.rows.filter(conference=row)
    if there.count() >= rules.MOST_QUESTIONS:
        raise Refused(_("Nhiều nhất %(most)s câu hỏi. Chưa ghi gì.") % {"most": rules.MOST_QUESTIONS})
    query = ""
    if answerer_id is not None:
        mail = ConferenceGuest.rows.filter(conference=row, outlet=asker).values_list("mail", flat=True).first()
        query = press.receive_query(
            owner_id=row.unit_id,
            answerer_id=answerer_id,
            outlet=asker,
            text=question,
            way="CONFERENCE",
            mail=mail or "",
            dossier=dossier_of(row),
            about=row.code,
            is_illustration=row.is_illustration,
            by=by.through("conference.note_question"),
            at=at,
        ).code
    change(row)
    ConferenceQuestion.rows.create(
        conference=row,
        number=(there.aggregate(last=Max("number"))["last"] or 0) + 1,
        outlet=asker,
        text=question,
        answer=given,
        query=query,
        noted_at=at,
    )
    return tell(events.ConferenceQuestionNoted(**named(row), outlet=asker, query=query))


@command("conference.write_record")
def write_conference_record(
    *, code: str, record: str, version: int | None = None, by: Actor, at: datetime
) -> events.ConferenceRecordWritten:
    """The record, anew each time. Twice is harmless. Refused: before it was held, nothing in it, once approved."""
    row = load(Conference, code, "conference.write_record", by)
    _held(row)
    given = needed(record, rules.LONGEST_RECORD, _("Biên bản cần nội dung. Chưa ghi gì; hãy viết rồi gửi lại."))
    if row.record == given:
        nothing_changed()
        return events.ConferenceRecordWritten(**named(row))
    change(row, version=version, record=given, record_state="DRAFT", record_account_id=by.account_id)
    return tell(events.ConferenceRecordWritten(**named(row)))


@command("conference.approve_record")
def approve_conference_record(
    *, code: str, version: int | None = None, by: Actor, at: datetime
) -> events.ConferenceRecordApproved:
    """Another person than its writer stands for it. Twice is harmless. Refused: nothing written, the writer himself,
    what the secrecy guard holds."""
    row = load(Conference, code, "conference.approve_record", by)
    if row.record_state == "APPROVED":
        nothing_changed()
        return events.ConferenceRecordApproved(**named(row))
    following = states.after(states.CONFERENCE_RECORD, row.record_state, "approve")
    if following is None:
        raise Refused(_("Họp báo %(code)s chưa có biên bản để duyệt. Hãy viết trước.") % {"code": code})
    if by.account_id is not None and by.account_id == row.record_account_id:
        raise NotAllowed(
            _("Người viết biên bản không tự duyệt. Biên bản %(code)s vẫn chờ duyệt; hãy để người khác xem.")
            % {"code": code}
        )
    documents.check_text(row.record)
    change(row, version=version, record_state=following, approved_at=at, approved_post=post_of(by))
    return tell(events.ConferenceRecordApproved(**named(row)))


@command("conference.release")
def release_conference(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.ConferenceReleased:
    """Begins a release with its approved record; that release goes its own way to the public. Twice is harmless.

    Refused: no approved record; as beginning and writing a release refuse.
    """
    row = load(Conference, code, "conference.release", by)
    if row.release_id is not None:
        nothing_changed()
        return events.ConferenceReleased(**named(row), release=Release.rows.get(pk=row.release_id).code)
    if row.record_state != "APPROVED":
        raise Refused(
            _("Biên bản %(code)s chưa được duyệt. Chưa lập thông cáo; hãy duyệt biên bản trước.") % {"code": code}
        )
    through = by.through("conference.release")
    begun = begin_release(
        unit_id=row.unit_id,
        title=row.title[:LONGEST_TITLE],
        dossier=dossier_of(row),
        is_illustration=row.is_illustration,
        by=through,
        at=at,
    )
    speaks = dict(spokespersons.choices_of(by, row.unit_id, local_date(at)))
    write_release(
        code=begun.code,
        title=row.title[:LONGEST_TITLE],
        summary="",
        text=row.record,
        contact=row.spokesperson if row.spokesperson in speaks else "",
        by=through,
        at=at,
    )
    change(row, version=version, release_id=Release.rows.get(code=begun.code).pk)
    return tell(events.ConferenceReleased(**named(row), release=begun.code))


def _held(row: Conference) -> None:
    if row.state != "HELD":
        raise Refused(_("Họp báo %(code)s chưa ghi là đã họp. Chưa ghi gì; hãy ghi đã họp trước.") % {"code": row.code})
    if row.record_state == "APPROVED":
        raise Refused(_("Biên bản %(code)s đã duyệt nên không sửa được; mọi thứ giữ nguyên.") % {"code": row.code})
