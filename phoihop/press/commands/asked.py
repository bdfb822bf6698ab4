"""A correction asked of the press: what was published, what is right, by which documents; approved, sent, and what came
of it. Nothing here asks for anything to be taken down."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.dispatches import commands as dispatches
from phoihop.documents import queries as documents
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, on_record, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import NotAllowed, NotVisible, ask
from phoihop.ground.text import fold
from phoihop.mail import commands as mail
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import unit_names, units_in_force
from phoihop.plans import queries as plans
from phoihop.press import events
from phoihop.press.commands.asking_basics import (
    due_of,
    goes_out,
    kept,
    line_of,
    load,
    mail_of,
    next_state,
    outlet_of,
    post_of,
    reason_of,
    seen_code,
    words_of,
)
from phoihop.press.models.asking import AskedCorrection, AskedEvidence
from phoihop.press.queries.asking_words import FAULT_WORDS
from phoihop.press.rules import asking as rules
from phoihop.press.states import asking as states

SUBJECT = gettext_lazy("Đề nghị cải chính thông tin (%(code)s)")
BODY = gettext_lazy(
    "Kính gửi: %(publisher)s\n\n%(item)s, ngày %(day)s, có thông tin:\n“%(said)s”\n\n"
    "Thông tin đúng là:\n“%(right)s”\n\n"
    "Căn cứ:\n%(evidence)s\n\n%(unit)s đề nghị %(publisher)s cải chính và cho biết kết quả trước hết ngày %(until)s. "
    "Nếu không cải chính, xin cho biết lý do.\n\nMã: %(code)s."
)


@command("asked_correction.open")
def open_asked_correction(
    *,
    unit_id: int,
    publisher: str,
    item: str,
    item_date: date,
    said: str,
    right: str,
    item_title: str = "",
    story: str = "",
    dossier: str = "",
    claim: str = "",
    is_illustration: bool = False,
    by: Actor,
    at: datetime,
) -> events.AskedCorrectionOpened:
    """Begins a request: which item, what it says, what is right.

    Refused: words that ask for removal, opinions, persons; a day to come; a topic, story or claim one does not see.
    """
    ask(by, "asked_correction.open", unit_id=unit_id)
    if not units_in_force([unit_id], at):
        raise Refused(_("Cơ quan này không còn hoặc chưa có hiệu lực; chưa ghi gì."))
    today = local_date(at)
    values = _checked(publisher, item, item_date, said, right, item_title, today)
    if dossier and dossier not in plans.visible_topics(by, [dossier]) | plans.visible_plans(by, [dossier]):
        raise NotVisible
    territory = unit_names([unit_id])[unit_id].territory
    series = f"YC-{territory}-{today.year}"
    row = AskedCorrection.rows.create(
        code=f"{series}-{take_numbers(series)[0]:04d}",
        territory=territory,
        unit_id=unit_id,
        story=seen_code(by, story, "BA-"),
        dossier=dossier,
        claim=seen_code(by, claim, "KC-"),
        opened_at=at,
        opened_post=post_of(by),
        written_account_id=by.account_id,
        is_illustration=is_illustration,
        **values,
    )
    return tell(events.AskedCorrectionOpened(**labels(row)))


@command("asked_correction.write")
def write_asked_correction(
    *,
    code: str,
    publisher: str,
    item: str,
    item_date: date,
    said: str,
    right: str,
    item_title: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.AskedCorrectionWritten:
    """Words it anew. Twice is harmless. Refused: presented already; as opening refuses."""
    row = load(AskedCorrection, code, "asked_correction.write", by, version)
    _draft(row)
    values = _checked(publisher, item, item_date, said, right, item_title, local_date(at))
    if all(getattr(row, name) == value for name, value in values.items()):
        nothing_changed()
        return events.AskedCorrectionWritten(**labels(row))
    change(row, **values, written_account_id=by.account_id)
    return tell(events.AskedCorrectionWritten(**labels(row)))


@command("asked_correction.write")
def attach_asked_evidence(
    *, code: str, document: str, page: str = "", version: int | None = None, by: Actor, at: datetime
) -> events.AskedCorrectionEvidenced:
    """A registered document shows what is right. Twice is harmless.

    Refused: one that the actor does not see, a draft, a recalled one, one for internal circulation; once presented.
    """
    row = load(AskedCorrection, code, "asked_correction.write", by, version)
    document, page = line_of(document, 80), line_of(page, 40)
    line = documents.documents_of(by, [document]).get(document) if document else None
    if line is None or line.state != "REGISTERED":
        raise Refused(
            _("Không thấy văn bản „%(code)s“ trong sổ, hoặc chưa vào sổ. Chưa ghi gì; hãy ghi mã VB-kg-2021-000012.")
            % {"code": document}
        )
    if line.is_internal:
        raise Refused(
            _("Văn bản %(code)s lưu hành nội bộ nên không dẫn ra ngoài được. Chưa ghi gì; hãy chọn văn bản khác.")
            % {"code": document}
        )
    event = events.AskedCorrectionEvidenced(**labels(row), document=document, page=page)
    there = AskedEvidence.rows.filter(asked=row)
    if there.filter(document_id=line.id, page=page).exists():
        nothing_changed()
        return event
    _draft(row)
    if row.papers >= rules.MOST_EVIDENCE:
        raise Refused(_("Nêu được nhiều nhất %(most)s văn bản. Chưa ghi gì.") % {"most": rules.MOST_EVIDENCE})
    change(row, papers=row.papers + 1)
    AskedEvidence.rows.create(
        asked=row,
        number=(there.aggregate(last=Max("number"))["last"] or 0) + 1,
        document_id=line.id,
        citation=(line.citation or line.code)[:120],
        page=page,
    )
    return tell(event)


@command("asked_correction.write")
def drop_asked_evidence(
    *, code: str, number: int, version: int | None = None, by: Actor, at: datetime
) -> events.AskedCorrectionEvidenceDropped:
    """The document speaks to something else. Refused once it was presented."""
    row = load(AskedCorrection, code, "asked_correction.write", by, version)
    one = AskedEvidence.rows.filter(asked=row, number=number).values_list("pk", "citation", "page").first()
    if one is None:
        raise NotVisible
    _draft(row)
    change(row, papers=row.papers - 1)
    AskedEvidence.rows.filter(pk=one[0]).delete()
    return tell(events.AskedCorrectionEvidenceDropped(**labels(row), document=one[1], page=one[2]))


@command("asked_correction.write")
def present_asked_correction(
    *, code: str, version: int | None = None, by: Actor, at: datetime
) -> events.AskedCorrectionPresented:
    """Goes before an approver. Refused: no document shows what is right; what the secrecy guard does not let out."""
    row = load(AskedCorrection, code, "asked_correction.write", by, version)
    following = next_state(states.ASKED, row, "present")
    if not row.papers:
        raise Refused(
            _("Chưa có văn bản nào chứng minh điều đúng. %(code)s chưa trình; hãy nêu văn bản có số và trang.")
            % {"code": code}
        )
    goes_out(row.said, row.right)
    change(row, state=following, presented_at=at, presented_account_id=by.account_id, reason="")
    return tell(events.AskedCorrectionPresented(**labels(row)))


@command("asked_correction.approve")
def return_asked_correction(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.AskedCorrectionReturned:
    """The approver wants it changed. Refused: no word about what."""
    row = load(AskedCorrection, code, "asked_correction.approve", by, version)
    reason = reason_of(reason)
    change(row, state=next_state(states.ASKED, row, "return"), reason=reason, approved_at=None, approved_post="")
    return tell(events.AskedCorrectionReturned(**labels(row), reason=reason))


@command("asked_correction.approve")
def approve_asked_correction(
    *, code: str, version: int | None = None, by: Actor, at: datetime
) -> events.AskedCorrectionApproved:
    """The body's approver stands for it. Refused: who wrote or presented it."""
    row = load(AskedCorrection, code, "asked_correction.approve", by, version)
    following = next_state(states.ASKED, row, "approve")
    if by.account_id is not None and by.account_id in (row.written_account_id, row.presented_account_id):
        raise NotAllowed(
            _("Người viết hoặc trình không tự duyệt. %(code)s vẫn chờ duyệt; hãy để người khác xem.") % {"code": code}
        )
    change(row, state=following, approved_at=at, approved_post=post_of(by), reason="")
    return tell(events.AskedCorrectionApproved(**labels(row)))


@command("asked_correction.send")
def send_asked_correction(
    *,
    code: str,
    way: str,
    mail: str = "",
    recipient_id: int | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.AskedCorrectionSent:
    """To the publisher: by mail to its office, by a dispatch to a unit of the house, or noted as handed over. From now
    its term runs.

    Refused: not approved, no address for a mail, no unit for a dispatch.
    """
    row = load(AskedCorrection, code, "asked_correction.send", by, version)
    following = next_state(states.ASKED, row, "send")
    if way not in states.ASKED_WAYS:
        raise Refused(_("Hãy chọn cách gửi: thư điện tử, công văn trong hệ thống, hoặc trao tay. Chưa gửi gì."))
    address = mail_of(mail)
    if way == "MAIL" and not address:
        raise Refused(_("Cần địa chỉ thư của tòa soạn. Chưa gửi gì; hãy điền, hoặc chọn cách khác."))
    if way == "DISPATCH" and recipient_id is None:
        raise Refused(_("Hãy chọn cơ quan nhận công văn. Chưa gửi gì."))
    due = due_of(row.unit_id, "asked", at)
    change(
        row,
        state=following,
        way=way,
        mail=address if way == "MAIL" else "",
        recipient_id=recipient_id if way == "DISPATCH" else None,
        sent_at=at,
        sent_post=post_of(by),
        due_date=due.day,
        explanation=kept(due.explanation),
    )
    told = tell(events.AskedCorrectionSent(**labels(row), way=way, due=due.day.isoformat(), day=words.day(due.day)))
    if way != "HAND":
        _send(row, due.day, by, at)
    return told


@command("asked_correction.record")
def settle_asked_correction(
    *,
    code: str,
    outcome: str,
    day: date,
    note: str = "",
    address: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.AskedCorrectionSettled:
    """What came of it: corrected (where), refused (with the publisher's reason), or no answer. There is no other.

    Refused: another outcome, a day to come or before it was sent, a refusal without a reason, a correction nobody can
    find, no answer before its term is over.
    """
    row = load(AskedCorrection, code, "asked_correction.record", by, version)
    act = states.OUTCOMES.get(outcome)
    if act is None:
        raise Refused(_("Kết quả chỉ có: đã cải chính, nơi đăng từ chối, không trả lời. Chưa ghi gì; hãy chọn một."))
    following = next_state(states.ASKED, row, act)
    given, where = words_of(note, rules.LONGEST_NOTE), line_of(address, rules.LONGEST_ADDRESS)
    if day > local_date(at) or row.sent_at is None or day < local_date(row.sent_at):
        raise Refused(_("Ngày có kết quả phải từ ngày gửi đến hôm nay. Chưa ghi gì; hãy xem lại ngày."))
    if outcome == "REFUSED" and not given:
        raise Refused(_("Cần ghi lý do của nơi đăng, đúng như họ nêu. Chưa ghi gì."))
    if outcome == "CORRECTED" and not where:
        raise Refused(_("Cần ghi cải chính đăng ở đâu: đường dẫn, số báo hoặc buổi phát. Chưa ghi gì."))
    if outcome == "UNANSWERED" and row.due_date is not None and local_date(at) <= row.due_date:
        raise Refused(
            _("Chưa hết hạn trả lời (%(day)s) nên chưa ghi là không trả lời. Mọi thứ giữ nguyên; hãy chờ qua ngày đó.")
            % {"day": words.day(row.due_date)}
        )
    change(row, state=following, settled_date=day, outcome_note=given, outcome_address=where)
    return tell(events.AskedCorrectionSettled(**labels(row), outcome=outcome, note=given))


@command("asked_correction.drop")
def drop_asked_correction(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.AskedCorrectionDropped:
    """Not asked after all. Twice is harmless. Refused: no reason; it went out."""
    row = load(AskedCorrection, code, "asked_correction.drop", by, version)
    reason = reason_of(reason)
    event = events.AskedCorrectionDropped(**labels(row), reason=reason)
    if row.state == "DROPPED":
        nothing_changed()
        return event
    change(row, state=next_state(states.ASKED, row, "drop"), reason=reason)
    return tell(event)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def labels(row: AskedCorrection) -> dict[str, Any]:
    return {
        "code": row.code,
        "dossier": row.dossier,
        "publisher": row.publisher,
        "unit_id": row.unit_id,
        "unit_name": unit_names([row.unit_id])[row.unit_id].name,
    }


def _draft(row: AskedCorrection) -> None:
    if row.state != "DRAFT":
        raise Refused(
            _(
                "%(code)s đã trình hoặc đã gửi nên không sửa được; mọi thứ giữ nguyên. "
                "Người duyệt có thể trả lại để sửa."
            )
            % {"code": row.code}
        )


def _checked(
    publisher: str, item: str, item_date: date, said: str, right: str, item_title: str, today: date
) -> dict[str, Any]:
    where = line_of(item, rules.LONGEST_ADDRESS)
    if not where:
        raise Refused(_("Cần ghi đã đăng ở đâu: đường dẫn, số báo hoặc buổi phát. Chưa ghi gì."))
    if rules.faults_of(where, "PERSON"):
        raise Refused(_("Địa chỉ này là trang của một người. Chỉ ghi nơi đăng của báo, đài, trang tin. Chưa ghi gì."))
    lowered = where.lower()
    if "://" in lowered and not lowered.startswith(("https://", "http://")):
        raise Refused(_("Đường dẫn không đọc được. Hãy chép nguyên, bắt đầu bằng https://. Chưa ghi gì."))
    if item_date > today:
        raise Refused(_("Ngày đăng không thể sau hôm nay. Chưa ghi gì; hãy xem lại ngày."))
    values = {
        "publisher": outlet_of(publisher),
        "item": where,
        "item_title": line_of(item_title, 300),
        "item_date": item_date,
        "said": _fact(said),
        "right": _fact(right),
    }
    return values | {"fold": fold(f"{values['publisher']} {values['item_title']} {values['said']} {values['right']}")}


def _fact(text: str) -> str:
    """A checkable sentence. Refused: too short, a wish for removal, an opinion, a person."""
    given = line_of(text, rules.LONGEST_FACT)
    if rules.is_too_short(given):
        raise Refused(
            _("Câu quá ngắn để biết điều gì sai, điều gì đúng. Chưa ghi gì; hãy viết một câu kiểm chứng được.")
        )
    faults = rules.faults_of(given)
    if faults:
        raise Refused(_("Chưa ghi gì. %(why)s") % {"why": " ".join(str(FAULT_WORDS[one]) for one in faults)})
    return given


def _send(row: AskedCorrection, until: date, by: Actor, at: datetime) -> None:
    papers = AskedEvidence.rows.filter(asked=row).order_by("number").values_list("citation", "page")
    page = gettext_lazy("%(citation)s, trang %(page)s")
    said = {
        "publisher": row.publisher,
        "item": f"{row.item_title} ({row.item})" if row.item_title else row.item,
        "day": words.day(row.item_date),
        "said": row.said,
        "right": row.right,
        "evidence": "\n".join(
            f"- {on_record(page, citation=citation, page=number) if number else citation}"
            for citation, number in papers
        ),
        "unit": unit_names([row.unit_id])[row.unit_id].name,
        "until": words.day(until),
        "code": row.code,
    }
    if row.way == "MAIL":
        mail.queue_mail(
            key=f"asked-correction/{row.code}",
            to_address=row.mail,
            subject=on_record(SUBJECT, **said),
            text=on_record(BODY, **said),
            about=row.code,
            by=by.through("asked_correction.send"),
            at=at,
        )
        return
    dispatches.send_dispatch(
        sender_id=row.unit_id,
        recipient_ids=[row.recipient_id] if row.recipient_id else [],
        purpose="OPINION",
        subject=on_record(SUBJECT, **said),
        body=on_record(BODY, **said),
        about=row.code,
        dossier=row.dossier,
        is_outside_confirmed=True,
        key=f"asked-correction/{row.code}",
        by=by,
        at=at,
    )
