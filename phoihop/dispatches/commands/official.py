"""The official letter of a formal dispatch: its number in the act that sends, its files right after.

A formal dispatch without a number never exists: when the book gives none, nothing is sent. The files are long work:
they follow outside the transaction, may be begun twice, and are kept once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.dispatches.events import DispatchRecalled, DispatchReplaced, DispatchSent
from phoihop.dispatches.models import Dispatch, Recipient
from phoihop.documents import commands as documents
from phoihop.documents.queries import IssuedPaper, issued_papers
from phoihop.ground.actor import Actor, Role
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, on_record
from phoihop.ground.text import fold
from phoihop.reporting.commands import check_letter, compose_letter
from phoihop.reporting.queries import (
    Letter,
    LetterheadValue,
    Signer,
    day_on_paper,
    letter_of,
    letterheads,
    signer_from_words,
    signing_in_words,
)

WORKS = Actor.system("document-works")
LETTER = "CV"  # the type of a letter that prints no type's name
URGENCIES = {"URGENT": "KHẨN", "VERY_URGENT": "THƯỢNG KHẨN", "IMMEDIATE": "HỎA TỐC"}
LONGEST_POST = 100  # of the register's column

_HEAD_OF_OFFICE = gettext_lazy("Thủ trưởng cơ quan")
_AS_ABOVE = gettext_lazy("Như trên")
_IN_PLACE_OF = gettext_lazy("Văn bản này thay thế %(former)s.")
_ADDS_TO = gettext_lazy("Văn bản này sửa đổi, bổ sung %(former)s.")
_FORMER = gettext_lazy("%(type)s số %(citation)s %(day)s")
_FORMER_PLAIN = gettext_lazy("thông điệp %(code)s %(day)s")
_REPLACED = gettext_lazy("Được thay bằng công văn %(code)s")
_LETTER_NAME = gettext_lazy("Công văn")


def number_letter(event: DispatchSent, *, by: Actor, at: datetime) -> None:
    """What the act of sending brings with it: the letter is tried, judged, and takes its number.

    Runs in the transaction of the act. Refused, and nothing is sent: the guard refuses a word of the page, a character
    cannot be printed (with its place), a part is missing, the book gives no number.
    """
    if not event.is_formal:
        return
    dispatch = Dispatch.rows.get(code=event.code)
    head = letterheads([dispatch.sender_id])[dispatch.sender_id]
    signer = _signer(head, by)
    signed = signing_in_words(head.system, signer)
    if len(signed) > LONGEST_POST:
        raise Refused(
            _("Chức vụ ký dài quá %(most)s ký tự. Chưa gửi gì; hãy rút gọn trong mẫu văn bản của cơ quan.")
            % {"most": LONGEST_POST}
        )
    names = _recipients(dispatch)
    type_key = dispatch.type_key or LETTER
    letter = _written(dispatch, letter_of(head, at), names, signer, former=_former(dispatch))
    documents.check_text(check_letter(letter=letter, by=by, at=at))
    issued = documents.issue_paper(
        unit_id=dispatch.sender_id,
        system=head.system,
        type_key=type_key,
        organ=letter.symbol,
        subject=dispatch.subject,
        recipients="; ".join(names),
        signer=signer.name,
        signer_post=signed,
        dossier=dispatch.dossier,
        about=[dispatch.about],
        shared_with=event.unit_ids,
        because=dispatch.code,
        is_illustration=dispatch.is_illustration,
        key=f"dispatch/{dispatch.code}",
        by=by.through("dispatch.send"),
        at=at,
    )
    Dispatch.rows.filter(pk=dispatch.pk).update(letter_code=issued.code)


def withdraw_recalled(event: DispatchRecalled, *, by: Actor, at: datetime) -> None:
    """A letter that was taken back from everybody is taken back in the register too."""
    dispatch = Dispatch.rows.get(code=event.code)
    if dispatch.letter_code and dispatch.state == "RECALLED":
        documents.withdraw_paper(
            code=dispatch.letter_code, reason=event.reason, by=by.through("dispatch.recall"), at=at
        )


def withdraw_replaced(event: DispatchReplaced, *, by: Actor, at: datetime) -> None:
    """A letter that another one stands in for is no longer in force; one that was only added to is."""
    dispatch = Dispatch.rows.get(code=event.code)
    is_replaced = Dispatch.rows.filter(code=event.replaced_by, change="REPLACE").exists()
    if dispatch.letter_code and is_replaced:
        reason = on_record(_REPLACED, code=event.replaced_by)
        documents.withdraw_paper(code=dispatch.letter_code, reason=reason, by=by.through("dispatch.replace"), at=at)


def write_letter(event: DispatchSent, *, at: datetime) -> None:
    """Long work after the act: the letter as DOCX and PDF. Harmless when done twice or begun again after a kill."""
    if not event.is_formal:
        return
    dispatch = Dispatch.rows.get(code=event.code)
    paper = issued_papers([dispatch.letter_code])[dispatch.letter_code]
    if paper.is_written:
        return
    made = compose_letter(letter=letter_of_dispatch(dispatch, paper), by=WORKS, at=at)
    documents.keep_written(code=paper.code, docx=made.docx, pdf=made.pdf, by=WORKS, at=at)


def letter_of_dispatch(dispatch: Dispatch, paper: IssuedPaper) -> Letter:
    """The letter as its dispatch and the register say: number, day and signer are those of the act of sending."""
    blank = letter_of(letterheads([dispatch.sender_id])[dispatch.sender_id], dispatch.sent_at or dispatch.created_at)
    signer = signer_from_words(paper.system, paper.signer_post, paper.signer)
    letter = _written(dispatch, blank, _recipients(dispatch), signer, former=_former(dispatch))
    return replace(
        letter,
        system=paper.system,
        number=paper.citation,
        date=paper.issued_date,
        type_name=paper.type_name,
        urgency=URGENCIES.get(paper.urgency, ""),
    )


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _written(dispatch: Dispatch, blank: Letter, names: Sequence[str], signer: Signer, *, former: str) -> Letter:
    body = [line for line in dispatch.body.split("\n") if line.strip()]
    return replace(
        blank,
        subject=dispatch.subject,
        grounds=tuple(line for line in dispatch.bases.split("\n") if line.strip()),
        body=(*body, former) if former and body else tuple(body),
        addressees=tuple(names),
        authority=signer.authority,
        authority_of=signer.authority_of,
        post=signer.post,
        signer=signer.name,
        recipients=(on_record(_AS_ABOVE),),
        is_illustration=dispatch.is_illustration,
    )


def _recipients(dispatch: Dispatch) -> list[str]:
    return list(Recipient.rows.filter(dispatch=dispatch).order_by("pk").values_list("unit_name", flat=True))


def _former(dispatch: Dispatch) -> str:
    """The sentence that names the paper this one stands in for, by its number; nothing where there is none."""
    if dispatch.replaces_id is None:
        return ""
    old = Dispatch.rows.get(pk=dispatch.replaces_id)
    paper = issued_papers([old.letter_code]).get(old.letter_code) if old.letter_code else None
    if paper is None:
        day = day_on_paper(local_date(old.sent_at or old.created_at))
        named = on_record(_FORMER_PLAIN, code=old.code, day=day)
    else:
        type_name = paper.type_name or on_record(_LETTER_NAME)
        named = on_record(_FORMER, type=type_name, citation=paper.citation, day=day_on_paper(paper.issued_date))
    return on_record(_ADDS_TO if dispatch.change == "UPDATE" else _IN_PLACE_OF, former=named)


def _signer(head: LetterheadValue, by: Actor) -> Signer:
    """Who signs what this seat sends: a deputy for the post he stands in for, else whom the letterhead names for the
    sender's post, the sender himself where he approves, the letterhead's first, and else the head of the office."""
    lines = head.signers
    if by.acting_for and by.has_role({Role.APPROVER}):
        return _deputy(head.system, next((line for line in lines if fold(line.post) == fold(by.acting_for)), None), by)
    own = [line for line in lines if by.post and fold(line.post) == fold(by.post)]
    named = next((line for line in own if fold(line.name) == fold(by.name)), None)
    if named or (own and not own[0].name):
        line = named or own[0]
        return replace(line, name=by.name)
    if by.has_role({Role.APPROVER}) and by.post:
        return Signer("", "", by.post, by.name)
    return lines[0] if lines else Signer("", "", on_record(_HEAD_OF_OFFICE), "")


def _deputy(system: str, line: Signer | None, by: Actor) -> Signer:
    """KT. with both posts. Where the post signs on behalf of a body (TM.) that line stays: the State's writes KT. below
    it, the Party's the deputy's post alone."""
    deputy = Signer("KT", by.acting_for, by.post, by.name)
    if line is None or line.authority != "TM":
        return deputy
    below = signing_in_words(system, deputy) if system == "STATE" else by.post
    return Signer("TM", line.authority_of, below, by.name)
