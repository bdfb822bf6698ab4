"""Mails that arrive: told apart, checked, acted on once. Nothing of a mail's text is kept by this room."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground import sheet
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster, command, nothing_changed, on_record, tell
from phoihop.ground.powers import NotAllowed, NotVisible, ask
from phoihop.mail import states
from phoihop.mail.commands.letters import LONGEST_SUBJECT, Acknowledgement, Letter, Letterbox
from phoihop.mail.commands.queueing import NOTHING, queue_mail
from phoihop.mail.events import MailFailed, MailIgnored, MailReceived
from phoihop.mail.models import InMail, OutMail
from phoihop.mail.outside.parsing import Arrived, parse
from phoihop.mail.policy import POSTMAN
from phoihop.mail.queries import is_of_unit
from phoihop.mail.rules import addresses, arriving
from phoihop.organizations.queries import unit_names

log = logging.getLogger(__name__)

OLDEST = timedelta(days=90)  # a mail older than this cannot be acted on by answering it
_NOTHING_DONE = {"calendar_unknown", "too_many", "empty"}  # found out only when the mail was handed on
ABANDONED = timedelta(minutes=15)  # an act whose doer has not finished by then has died

_DONE = gettext_lazy("Đã ghi nhận: %(what)s")
_NOT_DONE = gettext_lazy("Chưa ghi nhận được: %(what)s")
_RECEIPT = gettext_lazy(
    "%(said)s\n\nViệc này được làm qua thư trả lời, nhân danh %(unit)s, về %(about)s.\n"
    "Thư này do máy gửi, không cần trả lời."
)
_FILES_LOST = gettext_lazy("Không đọc được tệp %(names)s: hãy gửi lại ở dạng tệp thường, không phải winmail.dat.")


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a mail: handled or ignored, and why. `done` is the sentence for the one who wrote.
    Still HANDLING, it has to come again: whoever acts on it may have died, and nobody else has the mail.
    """

    state: str
    kind: str
    reason: str = ""
    done: str = ""


@dataclass(frozen=True, slots=True)
class _Judged:
    reason: str = ""
    out: OutMail | None = None
    letterbox: Letterbox | None = None


def receive(
    raw: bytes,
    *,
    way: str,
    at: datetime,
    envelope_from: str | None = None,
    recipients: tuple[str, ...] = (),
    size: int | None = None,
    letterbox: Letterbox | None = None,
) -> Received:
    """Takes in one mail; `size` is the whole mail's where `raw` is its head alone. The same mail again does nothing.
    What answers nothing of ours and was written to the letterbox is handed to whoever keeps that.

    Raises when the act could not be finished (the database, a full disk): then the mail may be given again.
    """
    mail = parse(raw, envelope_from=envelope_from, recipients=recipients, size=size)
    known = InMail.rows.filter(digest=mail.digest).first()
    if known is not None and not _is_abandoned(known, at):
        return _came_before(mail, known)
    if _is_newsletter(mail, at):
        note_newsletter(mail=replace(mail, from_address=""), way=way, by=_POSTMAN, at=at)
        return Received("HANDLED", mail.kind)
    judged = _judge(mail, at, letterbox)
    is_private = judged.letterbox is not None or (judged.out is not None and judged.out.is_private)
    kept = replace(mail, from_address="") if is_private else mail  # the address of one who is none of ours stays out
    if judged.reason:
        note_ignored(mail=kept, way=way, reason=judged.reason, out=judged.out, by=_POSTMAN, at=at)
        return Received("IGNORED", mail.kind, judged.reason)
    if mail.kind == "bounce":
        return _bounce(kept, judged, way, at)
    lease = _claim(kept, way, judged.out, known, at)
    if not lease:
        return _came_before(mail, InMail.rows.filter(digest=mail.digest).first())
    said, reason, told = "", "", None
    try:
        if judged.letterbox is not None:
            told = judged.letterbox.take(_letter(mail), at)
            reason = told.reason
        elif mail.kind == "calendar":
            said, reason = _calendar(mail, judged.out, at)
        else:
            said, reason = _act(mail, _out(judged), at)
    except Exception:
        InMail.rows.filter(digest=mail.digest, lease=lease).delete()  # it comes again, as if it had not come yet
        raise
    finish(
        digest=mail.digest,
        lease=lease,
        mail=mail,
        out=judged.out,
        reason=reason,
        said=said,
        told=told,
        by=_POSTMAN,
        at=at,
    )
    return Received("IGNORED" if reason in _NOTHING_DONE else "HANDLED", mail.kind, reason, said)


def _is_newsletter(mail: Arrived, at: datetime) -> bool:
    """Whether a room gave out an address for this mail, and has taken what is in it: machines may write there."""
    if mail.trouble or mail.kind == "bounce":
        return False
    if arriving.is_called_forged(mail.auth_results, settings.PHOIHOP_MAIL_AUTHSERV):
        return False
    tokens = {addresses.token_in(address, settings.PHOIHOP_MAIL_REPLY) for address in mail.to_addresses} - {None, ""}
    takers = sheet.newsletters() if tokens else []
    taken = [take(token, mail.html, mail.plain, at) for token in sorted(map(str, tokens)) for take in takers]
    return any(taken)


# ── what it is ──────────────────────────────────────────────────────────────────────────────────────────────


def _judge(mail: Arrived, at: datetime, letterbox: Letterbox | None = None) -> _Judged:
    """Why nothing is done about the mail; no reason: something is. `out` is the mail of ours that it answers."""
    if mail.trouble:
        return _Judged(mail.trouble)
    if mail.kind == "auto":
        return _Judged("auto_reply")
    if mail.kind == "bounce":
        out = _token_mail(mail)[1] or _reported(mail)
        return _Judged("" if out else "bounce_unknown", out)
    if arriving.is_called_forged(mail.auth_results, settings.PHOIHOP_MAIL_AUTHSERV):
        return _Judged("forged")
    if _is_replayed(mail):
        return _Judged("copy")
    reason, out = _token_mail(mail)
    if mail.kind == "calendar":
        return _Judged("wrong_token" if reason == "wrong_token" else "", out)
    if out is None and reason == "no_token" and letterbox is not None and _is_to(mail, letterbox):
        return _Judged(_why_no_letter(mail, letterbox), letterbox=letterbox)
    if out is None:
        return _Judged(reason)
    return _Judged(_why_not(mail, out, at), out)


def _why_not(mail: Arrived, out: OutMail, at: datetime) -> str:
    act = sheet.act_of(out.reply_act) if out.reply_act else None
    if act is None or out.unit_id is None:
        return "no_act"
    if act.is_approval or _values(act, mail.answer) is None:
        return "needs_link"
    if at - out.queued_at > OLDEST:
        return "too_old"
    if mail.from_address != addresses.fold(out.to_address) and not is_of_unit(mail.from_address, out.unit_id):
        return "not_of_unit"
    if not mail.answer and not (act.takes_files and mail.files):
        return "empty"
    return ""


def _is_to(mail: Arrived, letterbox: Letterbox) -> bool:
    return addresses.fold(letterbox.address) in mail.to_addresses


def _why_no_letter(mail: Arrived, letterbox: Letterbox) -> str:
    """Why a mail to the letterbox is not handed on: what nobody signed, or what came from ourselves."""
    if not mail.from_address:
        return "no_sender"
    ours = (settings.PHOIHOP_MAIL_FROM[1], settings.PHOIHOP_MAIL_REPLY, letterbox.address)
    if mail.from_address in {addresses.fold(one) for one in ours}:
        return "own"
    return "" if mail.answer or mail.subject or mail.files else "empty"


def _letter(mail: Arrived) -> Letter:
    return Letter(
        digest=mail.digest,
        from_address=mail.from_address,
        subject=mail.subject[:LONGEST_SUBJECT],
        text=mail.answer,
        files=mail.files,
    )


def _token_mail(mail: Arrived) -> tuple[str, OutMail | None]:
    """The mail of ours whose token is in a recipient's address; or why there is none."""
    tokens = [
        t for t in (addresses.token_in(a, settings.PHOIHOP_MAIL_REPLY) for a in mail.to_addresses) if t is not None
    ]
    if not any(tokens):
        return ("wrong_token" if "" in tokens and _has_plus(mail) else "no_token"), None
    for token in tokens:
        out = OutMail.rows.defer("message").filter(token=token).first() if token else None
        if out is not None and constant_time_compare(token, addresses.token_of(settings.SECRET_KEY, "reply", out.key)):
            return "", out
    return "wrong_token", None


def _has_plus(mail: Arrived) -> bool:
    return any("+" in address.partition("@")[0] for address in mail.to_addresses)


def _reported(mail: Arrived) -> OutMail | None:
    """The mail a report is about, by its number."""
    return OutMail.rows.defer("message").filter(message_id__in=mail.references[:50]).first()


def _is_replayed(mail: Arrived) -> bool:
    """Whether another mail of the same number was acted on."""
    if not mail.message_id:
        return False
    others = InMail.rows.filter(message_id=mail.message_id[:300]).exclude(digest=mail.digest)
    return others.exclude(state="IGNORED").exists()


def _out(judged: _Judged) -> OutMail:
    if judged.out is None:
        raise RuntimeError("an answer was judged good without a mail it answers")
    return judged.out


# ── what is done ────────────────────────────────────────────────────────────────────────────────────────────


def _act(mail: Arrived, out: OutMail, at: datetime) -> tuple[str, str]:
    """Performs the act of the mail that is answered; gives the sentence for the writer, and "refused" if it was."""
    act, unit_id = sheet.act_of(out.reply_act), out.unit_id
    if act is None or unit_id is None:
        raise RuntimeError("an answer was judged good without an act")
    view = act.view(out.about, unit_id, at)
    if view is None:
        return _("Việc này không còn nữa; không có gì thay đổi."), "refused"
    if not view.is_open:
        return view.closed_because or _("Việc này đã đóng; không có gì thay đổi."), "refused"
    name = unit_names([unit_id])[unit_id].name
    doer = Actor.office(unit_id, name, power=act.name, about=out.about, way="mail")
    files = [ContentFile(one.content, name=one.name) for one in mail.files] if act.takes_files else []
    try:
        files = act.prepared(code=out.about, unit_id=unit_id, files=files, by=doer, at=at)
        said = act.run(code=out.about, unit_id=unit_id, values=_values(act, mail.answer), files=files, by=doer, at=at)
    except (Refused, SomebodyWasFaster, NotAllowed) as refused:
        return str(refused), "refused"
    except NotVisible:
        return _("Việc này không còn mở với cơ quan; không có gì thay đổi."), "refused"
    lost = mail.unreadable_files if act.takes_files else ()
    return " ".join(filter(None, (said, _FILES_LOST % {"names": ", ".join(lost)} if lost else ""))), ""


def _values(act: sheet.Act, answer: str) -> dict[str, str] | None:
    """The words written, as `text` and as the one thing the act must be told. None: it asks for more than words."""
    needed = [field for field in act.fields if field.is_needed]
    if len(needed) > 1 or any(field.kind not in ("text", "line") for field in needed):
        return None
    return {"text": answer, **{field.name: answer for field in needed}}


def _calendar(mail: Arrived, out: OutMail | None, at: datetime) -> tuple[str, str]:
    """Hands each calendar part to the room that knows the meeting, with the key of the mail of ours that it answers."""
    key = out.key if out is not None else ""
    heard = [
        any(hear(method, ics, mail.from_address, at, key) for hear in sheet.calendars())
        for method, ics in mail.calendars
    ]
    return "", "" if any(heard) else "calendar_unknown"


def _bounce(mail: Arrived, judged: _Judged, way: str, at: datetime) -> Received:
    out = _out(judged)
    note_bounce(mail=mail, way=way, out=out, by=_POSTMAN, at=at)
    return Received("HANDLED", "bounce", mail.outcome)


@command("mail.receive")
def note_bounce(*, mail: Arrived, way: str, out: OutMail, by: Actor, at: datetime) -> None:
    """A report on a mail of ours: failed for good changes its state, anything else is only noted."""
    ask(by, "mail.receive")
    if not _insert(mail, way, "HANDLED", out, mail.outcome, at):
        return nothing_changed()
    tell(_received(out, "bounce"))
    if mail.outcome != "failed":
        return None
    said = on_record(gettext_lazy("Máy chủ nhận báo không giao được."))
    if mail.said and not out.is_private:
        said = mail.said
    changed = OutMail.rows.filter(pk=out.pk, state="SENT").update(
        state=states.OUT["SENT"]["bounce"], failed_at=at, trouble=said[:300]
    )
    if changed == 1:
        tell(MailFailed(code=out.about or NOTHING, key=out.key, about=out.about, reason=said, unit_id=out.unit_id))
    return None


@command("mail.receive")
def note_newsletter(*, mail: Arrived, way: str, by: Actor, at: datetime) -> None:
    """A newsletter was handed to the room that gave out its address; nothing of it is kept here."""
    ask(by, "mail.receive")
    if not _insert(mail, way, "HANDLED", None, "", at):
        return nothing_changed()
    tell(_received(None, "newsletter"))
    return None


@command("mail.receive")
def note_ignored(*, mail: Arrived, way: str, reason: str, out: OutMail | None, by: Actor, at: datetime) -> None:
    """Nothing is done about the mail; that it came, and why it was ignored, is kept."""
    ask(by, "mail.receive")
    if not _insert(mail, way, "IGNORED", out, reason, at):
        return nothing_changed()
    log.debug("mail ignored: %s, %s bytes, %s", reason, mail.size, mail.digest[:12])
    tell(_ignored(out, reason))
    return None


@command("mail.receive")
def finish(
    *,
    digest: str,
    lease: str,
    mail: Arrived,
    out: OutMail | None,
    reason: str,
    said: str,
    told: Acknowledgement | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """The act is done, or was refused: noted, and told to whoever wrote, in a mail that nobody's machine answers."""
    ask(by, "mail.receive")
    mine = InMail.rows.filter(digest=digest, state="HANDLING", lease=lease)
    state = "IGNORED" if reason in _NOTHING_DONE else states.IN["HANDLING"]["finish"]
    if mine.update(state=state, lease="", reason=reason) != 1:
        return nothing_changed()
    if state == "IGNORED":
        tell(_ignored(out, reason))
        return None
    if told is not None:
        tell(MailReceived(code=told.about or NOTHING, key="", about=told.about, what="letter", unit_id=None))
        return _acknowledge(mail, told, by, at)
    tell(_received(out, mail.kind))
    if out is not None and said:
        _send_receipt(mail, out, said, is_done=not reason, by=by, at=at)
    return None


def _acknowledge(mail: Arrived, told: Acknowledgement, by: Actor, at: datetime) -> None:
    queue_mail(
        key=f"receipt/{mail.digest}",
        to_address=mail.from_address,
        subject=told.subject,
        text=told.text,
        headers={"Auto-Submitted": "auto-replied"},
        in_reply_to=mail.message_id,
        about=told.about,
        is_private=True,
        by=by,
        at=at,
    )


def _send_receipt(mail: Arrived, out: OutMail, said: str, *, is_done: bool, by: Actor, at: datetime) -> None:
    unit = unit_names([out.unit_id])[out.unit_id or 0].name
    queue_mail(
        key=f"receipt/{mail.digest}",
        to_address=mail.from_address,
        subject=on_record(_DONE if is_done else _NOT_DONE, what=out.about),
        text=on_record(_RECEIPT, said=said, unit=unit, about=out.about),
        headers={"Auto-Submitted": "auto-replied"},
        in_reply_to=mail.message_id,
        about=out.about,
        unit_id=out.unit_id,
        by=by,
        at=at,
    )


# ── each mail once ──────────────────────────────────────────────────────────────────────────────────────────


def _is_abandoned(row: InMail, at: datetime) -> bool:
    return row.state == "HANDLING" and at - row.received_at > ABANDONED


def _came_before(mail: Arrived, known: InMail | None) -> Received:
    """A copy of what is done with; else under way, also where its doer has just given up and nothing is known of it."""
    is_done = known.state != "HANDLING" if known is not None else _is_replayed(mail)
    if is_done:
        return Received(known.state if known is not None else "IGNORED", mail.kind, "copy")
    log.info("a mail is under way, or whoever had it died; it has to come again: %s", mail.digest[:12])
    return Received("HANDLING", mail.kind, "under_way")


def _claim(mail: Arrived, way: str, out: OutMail | None, known: InMail | None, at: datetime) -> str:
    """A lease on acting on this mail; "" when somebody else has it or has acted on it."""
    lease = secrets.token_hex(16)
    if known is not None:
        abandoned = InMail.rows.filter(pk=known.pk, state="HANDLING", lease=known.lease)
        return lease if abandoned.update(lease=lease, received_at=at) == 1 else ""
    return lease if _insert(mail, way, "HANDLING", out, "", at, lease) else ""


def _insert(
    mail: Arrived, way: str, state: str, out: OutMail | None, reason: str, at: datetime, lease: str = ""
) -> bool:
    try:
        with transaction.atomic():
            InMail.rows.create(
                digest=mail.digest,
                message_id=mail.message_id[:300],
                way=way,
                state=state,
                lease=lease,
                kind=mail.kind,
                reason=reason,
                from_address=mail.from_address,
                out=out,
                size=mail.size,
                received_at=at,
            )
    except IntegrityError:  # another receiver has it
        return False
    return True


def _received(out: OutMail | None, what: str) -> MailReceived:
    return MailReceived(
        code=(out and out.about) or NOTHING,
        key=out.key if out else "",
        about=out.about if out else "",
        what=what,
        unit_id=out.unit_id if out else None,
    )


def _ignored(out: OutMail | None, reason: str) -> MailIgnored:
    return MailIgnored(
        code=(out and out.about) or NOTHING,
        key=out.key if out else "",
        about=out.about if out else "",
        reason=reason,
        unit_id=out.unit_id if out else None,
    )


_POSTMAN = Actor.system(POSTMAN)
