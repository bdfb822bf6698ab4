"""What all acts on an obligation share: loading it, deciding by the table of states, the values of its events."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, change, on_record
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.text import nfc
from phoihop.obligations import states
from phoihop.obligations.models import Evidence, Extension, Lane, Obligation

LONGEST_TEXT = 4000
LONGEST_REFERENCE = 500
DOCUMENT_CODE = re.compile(r"VB-([a-z0-9.]+)-([0-9]{4})-([0-9]{6,})", re.IGNORECASE)

WAYS = {"link": gettext_lazy("qua liên kết"), "mail": gettext_lazy("qua thư trả lời")}  # of an office without account

NOT_NOW = {
    "OPEN": gettext_lazy("Nghĩa vụ này chưa được thực hiện."),
    "IN_PROGRESS": gettext_lazy("Nghĩa vụ này đang được thực hiện."),
    "RETURNED": gettext_lazy("Nghĩa vụ này đã được trả lại để làm tiếp."),
    "BLOCKED": gettext_lazy("Nghĩa vụ này đang bị chặn; hãy gỡ chặn trước."),
    "HANDED_IN": gettext_lazy("Nghĩa vụ này đã nộp và đang chờ nghiệm thu."),
    "ACCEPTED": gettext_lazy("Nghĩa vụ này đã được nghiệm thu và khép lại."),
    "WAIVED": gettext_lazy("Nghĩa vụ này đã được miễn và khép lại."),
}


def load(code: str, power: str, *, by: Actor, version: int | None) -> Obligation:
    """The obligation, asked for and still what the reader saw."""
    row = Obligation.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    ask(by, power, row)
    if version is not None and row.version != version:
        raise SomebodyWasFaster(row.code, row.version)
    return row


def decide(row: Obligation, act: str) -> str:
    """The state that the act leads to. Refused when the table of states does not know it here."""
    state = states.after(states.OBLIGATION, row.state, act)
    if state is None:
        raise Refused(str(NOT_NOW[row.state]))
    return state


def move(row: Obligation, act: str, *, at: datetime, **values: Any) -> dict[str, tuple[Any, Any]]:
    """Decide and change; gives the changes for the ledger. With the obligation an open request for more time closes.

    The obligation's row is changed before its lanes and extensions, in every act: two acts that took them in another
    order would wait for each other.
    """
    before, state = row.state, decide(row, act)
    if state in states.CLOSED:
        values["closed_at"] = at
    change(row, state=state, **values)
    if state in states.CLOSED:
        asked = Extension.rows.filter(obligation=row, state="REQUESTED")
        asked.update(state="REFUSED", decided_at=at, answer=_("Khép lại cùng nghĩa vụ."))
    return {"state": (before, state)}


def move_lane(lane: Lane, act: str, *, note: str = "") -> bool:
    """The lane follows where its table allows; says whether it moved."""
    state = states.after(states.LANE, lane.state, act)
    if state is None:
        return False
    change(lane, state=state, note=note)
    return True


def lanes_of(row: Obligation) -> list[Lane]:
    return list(Lane.rows.filter(obligation=row).order_by("role", "pk"))  # LEAD before SUPPORTING


def lead_lane(row: Obligation) -> Lane:
    return Lane.rows.get(obligation=row, role="LEAD")


def lane_of(row: Obligation, by: Actor) -> Lane:
    """The lane of the actor's unit; the lead lane for a system that acts for it. Refused once the unit has left."""
    lane = Lane.rows.filter(obligation=row, unit_id=by.unit_id or 0).first() or lead_lane(row)
    if lane.state == "WAIVED" and row.state not in states.CLOSED:
        raise Refused(_("Cơ quan của bạn không còn tham gia nghĩa vụ này."))
    return lane


def close_lanes(row: Obligation, act: str, note: str) -> None:
    """On acceptance a lane that was handed in is accepted; what is still open is waived with the note."""
    for lane in lanes_of(row):
        if not (act == "accept" and move_lane(lane, "accept")):
            move_lane(lane, "waive", note=note)


def give_evidence(lane: Lane, statement: str, reference: str, *, by: Actor, at: datetime) -> None:
    Evidence.rows.create(
        obligation_id=lane.obligation_id,
        lane=lane,
        statement=statement,
        reference=reference,
        given_at=at,
        account_id=by.account_id,
        post=on_record(WAYS[by.name]) if by.kind == "office" else by.acting_for or by.post,
    )


def is_after_due(row: Obligation, at: datetime) -> bool:
    """Handed in too late is allowed, and recorded as late."""
    return row.due_date is not None and local_date(at) > row.due_date


def labels(row: Obligation) -> dict[str, Any]:
    """The plain values that every event of an obligation carries."""
    return {
        "code": row.code,
        "dossier": row.dossier or row.source,
        "title": row.title,
        "due": iso(row.due_date),
        "lead_id": row.lead_id,
        "entitled_id": row.entitled_id,
        "source": row.source,
        "duty": row.duty,
        "stage": row.stage,
    }


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def signed(by: Actor) -> str:
    """Post and unit of who decides; a post stood in for is named as such."""
    post = _("thay %(post)s") % {"post": by.acting_for} if by.acting_for else by.post
    return f"{post}, {by.unit_name}" if by.is_person else by.name


def needed(text: str, missing: str) -> str:
    """Typed text as it enters the house. Refused when there is none, or too much."""
    text = nfc(text).strip()
    if not text:
        raise Refused(missing)
    if len(text) > LONGEST_TEXT:
        raise Refused(_("Dài quá %(most)s ký tự.") % {"most": LONGEST_TEXT})
    return text


def reason_of(text: str) -> str:
    return needed(text, _("Cần nêu lý do."))


def document_code(text: str) -> str:
    """The code of a document of the register if the text is one, as the register writes it; empty for any other."""
    found = DOCUMENT_CODE.fullmatch(nfc(text).strip())
    return f"VB-{found[1].lower()}-{found[2]}-{found[3]}" if found else ""


def reference_of(text: str) -> str:
    """A document's number, its code in the register, or a link.

    Refused: links other than http(s), a text without a number, several lines.
    """
    text = nfc(text).strip()
    if not text:
        return ""
    if len(text) > LONGEST_REFERENCE or not text.isprintable():
        raise Refused(
            _("Số văn bản hoặc đường dẫn phải nằm trên một dòng, không quá %(most)s ký tự.")
            % {"most": LONGEST_REFERENCE}
        )
    head = text.partition("/")[0]
    if ":" not in head:
        if not any(char.isdigit() for char in text):
            raise Refused(_("Hãy ghi số văn bản (ví dụ 125/BC-SYT) hoặc đường dẫn http(s)."))
        return document_code(text) or text
    try:
        link = urlsplit(text)
        is_good = link.scheme.lower() in ("http", "https") and bool(link.hostname) and " " not in text
    except ValueError:
        is_good = False
    if not is_good:
        raise Refused(_("Đường dẫn phải bắt đầu bằng http:// hoặc https://."))
    return text
