"""What an office may do with an obligation by a signed link, without an account. Approvals ask for a code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.documents import commands as register
from phoihop.documents import queries as documents
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible
from phoihop.ground.sheet import Act, ActField, ActView
from phoihop.obligations import commands, queries, states
from phoihop.obligations.commands.checking import NOT_NOW
from phoihop.obligations.queries import ObligationValue


def seen_for(power: str, verb: str) -> Callable[[str, int, datetime], ActView | None]:
    """The obligation as the office sees it that holds this one power over it; open while `verb` leads on."""

    def view(code: str, unit_id: int, at: datetime) -> ActView | None:
        office = Actor.office(unit_id, "", power=power, about=code, way="link")
        try:
            value = queries.obligation_value(office, code, local_date(at))
        except NotVisible:
            return None
        row = value.row
        given = value.evidence[-1] if value.evidence and row.state == "HANDED_IN" else None
        is_open = _is_open(value, unit_id, verb)
        return ActView(
            title=row.title,
            facts=(
                (_("Số"), row.code),
                (_("Cơ quan thực hiện"), value.lead.name),
                (_("Cơ quan nhận kết quả"), value.entitled.name),
                (_("Hạn"), words.day(row.due_date) if row.due_date else "–"),
                *(((_("Kết quả đã nộp"), given.statement), (_("Căn cứ"), given.reference)) if given else ()),
            ),
            is_open=is_open,
            closed_because="" if is_open else _why_closed(value, verb),
            papers=_papers(office, code) if given else (),
            leaves_out=_not_asked(value),
        )

    return view


def _papers(office: Actor, code: str) -> tuple[tuple[str, str], ...]:
    """What was handed in with the result, for the office that judges it."""
    lines = documents.papers_given(office.through(office.power), code)
    return tuple((line.code, " · ".join(filter(None, (line.citation, line.subject)))) for line in lines)


def _is_open(value: ObligationValue, unit_id: int, verb: str) -> bool:
    if verb != "support":
        return states.after(states.OBLIGATION, value.row.state, verb) is not None
    lanes = (lane for lane in value.lanes if lane.unit.id == unit_id and lane.role == "SUPPORTING")
    return value.row.state in states.OWED and any(lane.state in states.LANE_OPEN for lane in lanes)


def _not_asked(value: ObligationValue) -> tuple[str, ...]:
    """Reasons for handing in early are asked for only while something is missing."""
    is_waiting = any(lane.role == "SUPPORTING" and lane.state in states.LANE_OPEN for lane in value.lanes)
    is_missing = any(line.shown in ("open", "overdue") for line in value.expected)
    reasons = (("without_support_reason", is_waiting), ("missing_reason", is_missing))
    return tuple(name for name, is_asked in reasons if not is_asked)


def _why_closed(value: ObligationValue, verb: str) -> str:
    if verb == "support" and value.row.state in states.OWED:
        return _("Phần phối hợp của cơ quan đã nộp, hoặc cơ quan không còn phần nào phải nộp.")
    return str(NOT_NOW[value.row.state])


def judge_for(power: str) -> Callable[..., Any]:
    """The secrecy guard looks at the files of this act before its transaction begins."""

    def judge(*, code: str, unit_id: int, files: Any, by: Actor, at: datetime) -> Any:
        return commands.judge_papers(files=files, unit_id=unit_id, power=power, by=by, at=at)

    return judge


def open_for(power: str) -> Callable[..., register.Opened]:
    """Hands over a paper of the result; that it was opened is recorded. Not visible: any other."""

    def open_paper(*, code: str, unit_id: int, paper: str, by: Actor, at: datetime) -> register.Opened:
        through = by.through(power)
        if paper not in {line.code for line in documents.papers_given(through, code)}:
            raise NotVisible
        return register.open_document(code=paper, kind="ORIGINAL", by=through, at=at)

    return open_paper


def run_support(*, code: str, unit_id: int, values: Mapping[str, Any], files: Any, by: Actor, at: datetime) -> str:
    commands.support_obligation(
        code=code,
        statement=str(values.get("statement", "")),
        reference=str(values.get("reference", "")),
        is_personal_confirmed=bool(values.get("is_personal_confirmed")),
        papers=tuple(files),
        by=by,
        at=at,
    )
    return _("Đã nộp phần phối hợp của nghĩa vụ %(code)s.") % {"code": code}


def run_hand_in(*, code: str, unit_id: int, values: Mapping[str, Any], files: Any, by: Actor, at: datetime) -> str:
    told = commands.hand_in_obligation(
        code=code,
        statement=str(values.get("statement", "")),
        reference=str(values.get("reference", "")),
        without_support_reason=str(values.get("without_support_reason", "")),
        missing_reason=str(values.get("missing_reason", "")),
        is_personal_confirmed=bool(values.get("is_personal_confirmed")),
        papers=tuple(files),
        by=by,
        at=at,
    )
    said = _("Đã nộp kết quả của nghĩa vụ %(code)s sau hạn.") if told.is_late else _("Đã nộp kết quả %(code)s.")
    return said % {"code": code}


def run_accept(*, code: str, unit_id: int, values: Mapping[str, Any], files: Any, by: Actor, at: datetime) -> str:
    commands.accept_obligation(code=code, by=by, at=at)
    return _("Đã nghiệm thu nghĩa vụ %(code)s.") % {"code": code}


def run_return(*, code: str, unit_id: int, values: Mapping[str, Any], files: Any, by: Actor, at: datetime) -> str:
    commands.return_obligation(code=code, reason=str(values.get("reason", "")), by=by, at=at)
    return _("Đã trả lại nghĩa vụ %(code)s để làm tiếp.") % {"code": code}


STATEMENT = ActField("statement", gettext_lazy("Kết quả đã làm"))
REFERENCE = ActField(
    "reference",
    gettext_lazy("Số văn bản hoặc liên kết"),
    "line",
    is_needed=False,
    help=gettext_lazy("Ví dụ 12/BC-SYT. Gửi tệp thì đây là số của tệp đầu tiên."),
)
PERSONAL = ActField(
    "is_personal_confirmed",
    gettext_lazy("Tệp có dữ liệu cá nhân thì bên nhận được phép biết"),
    "check",
    is_needed=False,
    help=gettext_lazy("Chỉ cần đánh dấu khi hệ thống báo có số định danh, điện thoại, tài khoản… trong tệp."),
)

ACTS = (
    Act(
        "obligation.hand_in",
        gettext_lazy("nộp kết quả"),
        view=seen_for("obligation.hand_in", "hand_in"),
        run=run_hand_in,
        prepare=judge_for("obligation.hand_in"),
        takes_files=True,
        fields=(
            STATEMENT,
            REFERENCE,
            PERSONAL,
            ActField(
                "without_support_reason", gettext_lazy("Lý do nộp khi cơ quan phối hợp chưa nộp phần"), is_needed=False
            ),
            ActField("missing_reason", gettext_lazy("Lý do nộp khi còn thiếu văn bản"), is_needed=False),
        ),
    ),
    Act(
        "obligation.work",
        gettext_lazy("nộp phần phối hợp"),
        view=seen_for("obligation.work", "support"),
        run=run_support,
        prepare=judge_for("obligation.work"),
        takes_files=True,
        fields=(STATEMENT, REFERENCE, PERSONAL),
    ),
    Act(
        "obligation.accept",
        gettext_lazy("nghiệm thu"),
        view=seen_for("obligation.accept", "accept"),
        open_paper=open_for("obligation.accept"),
        run=run_accept,
        is_approval=True,
    ),
    Act(
        "obligation.return",
        gettext_lazy("trả lại kết quả"),
        view=seen_for("obligation.return", "return"),
        open_paper=open_for("obligation.return"),
        run=run_return,
        fields=(ActField("reason", gettext_lazy("Lý do trả lại")),),
        is_approval=True,
    ),
)
