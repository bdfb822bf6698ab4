"""Communication plans."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.communications import events, policy, queries
from phoihop.ground.events import Event
from phoihop.ground.powers import Circle
from phoihop.ground.rehomes import Rehome, Stays
from phoihop.ground.sheet import Finder, How, Notice


def _outreach(event: Event) -> str:
    return reverse("communications:outreach", args=[event.code])


def _output(event: Event) -> str:
    return reverse("communications:output", args=[event.code])


def _to_plan_approvers(event: events.OutreachPresented) -> list[Circle]:
    return [Circle(policy.APPROVERS, unit_id=event.unit_id)]


def _to_plan_hands(event: events.OutreachReturned | events.OutreachFlagged | events.OutputDone) -> list[Circle]:
    return [Circle(policy.HANDS, unit_id=event.unit_id)]


def _to_plan_owners(event: events.OutreachApproved) -> list[Circle]:
    return [Circle(policy.MAKERS, unit_id=unit_id) for unit_id in (event.unit_id, *event.owner_ids)]


def _to_line_owner(event: events.OutreachLineMoved | events.OutreachLineDropped) -> list[Circle]:
    return [Circle(policy.MAKERS, unit_id=event.owner_id)]


def _to_output_approvers(event: events.OutputSent) -> list[Circle]:
    return [Circle(policy.APPROVERS, unit_id=event.owner_id)]


def _to_output_makers(event: events.OutputReturned | events.OutputApproved) -> list[Circle]:
    return [Circle(policy.MAKERS, unit_id=event.owner_id)]


OUTREACH_SAYS = {
    events.OutreachBegun: _("Lập kế hoạch truyền thông %(code)s: %(title)s"),
    events.OutreachWritten: _("Sửa kế hoạch truyền thông %(code)s: %(title)s"),
    events.OutreachPresented: _("Trình kế hoạch truyền thông %(code)s, %(lines)s dòng mới: %(title)s"),
    events.OutreachTakenBack: _("Lấy kế hoạch truyền thông %(code)s về sửa"),
    events.OutreachReturned: _("Trả lại kế hoạch truyền thông %(code)s để sửa: %(reason)s"),
    events.OutreachApproved: _("Duyệt kế hoạch truyền thông %(code)s, %(lines)s dòng mới: %(title)s"),
    events.OutreachRevised: _("Mở kế hoạch truyền thông %(code)s để thêm dòng: %(reason)s"),
    events.OutreachClosed: _("Kết thúc kế hoạch truyền thông %(code)s: %(result)s"),
    events.OutreachDropped: _("Bỏ kế hoạch truyền thông %(code)s: %(title)s"),
    events.OutreachLineAdded: _("Thêm dòng %(number)s vào kế hoạch %(code)s: %(message)s (%(owner_name)s, %(days)s)"),
    events.OutreachLineWritten: _("Sửa dòng %(number)s của kế hoạch %(code)s: %(message)s (%(owner_name)s, %(days)s)"),
    events.OutreachLineMoved: _("Dòng %(number)s của kế hoạch %(code)s nay là %(days)s: %(message)s"),
    events.OutreachLineDropped: _("Bỏ dòng %(number)s của kế hoạch %(code)s: %(reason)s"),
    events.OutreachLineHandedIn: _(
        "%(owner_name)s nộp dòng %(number)s của kế hoạch %(code)s ở nghĩa vụ %(obligation)s"
    ),
    events.OutreachLineReopened: _("Dòng %(number)s của kế hoạch %(code)s được trả lại ở nghĩa vụ: %(reason)s"),
    events.OutreachFlagged: _("%(by_unit)s đánh dấu một chỗ cần xem lại trong kế hoạch %(code)s: %(reason)s"),
    events.OutreachCleared: _("Đã xem lại một chỗ đánh dấu trong kế hoạch %(code)s. %(answer)s"),
    events.OutreachPaperAdded: _("Thêm giấy tờ vào kế hoạch %(code)s: %(paper)s"),
    events.OutreachPaperDropped: _("Bỏ giấy tờ khỏi kế hoạch %(code)s: %(paper)s"),
    events.OutreachWindowSet: _("%(unit_name)s ghi ngày không đưa tin %(days)s: %(reason)s"),
    events.OutreachWindowLifted: _("%(unit_name)s bỏ ngày không đưa tin %(days)s: %(reason)s"),
    events.OutputBegun: _("%(owner_name)s làm sản phẩm %(code)s: %(title)s"),
    events.OutputWritten: _("Sửa sản phẩm %(code)s: %(title)s"),
    events.OutputSent: _("Trình duyệt sản phẩm %(code)s: %(title)s"),
    events.OutputTakenBack: _("Lấy sản phẩm %(code)s về sửa"),
    events.OutputReturned: _("Trả lại sản phẩm %(code)s để sửa: %(reason)s"),
    events.OutputApproved: _("Duyệt sản phẩm %(code)s: %(title)s"),
    events.OutputScheduled: _("Hẹn sản phẩm %(code)s ngày %(days)s: %(title)s"),
    events.OutputProved: _("Thêm vào sản phẩm %(code)s: %(paper)s"),
    events.OutputUnproved: _("Bỏ khỏi sản phẩm %(code)s: %(paper)s"),
    events.OutputDone: _("%(owner_name)s đã làm sản phẩm %(code)s ngày %(day)s: %(title)s"),
    events.OutputMissed: _("%(owner_name)s không làm sản phẩm %(code)s: %(reason)s"),
    events.OutputCounted: _("Ghi số người, kinh phí của sản phẩm %(code)s: %(title)s"),
    events.OutputDropped: _("Bỏ bản thảo sản phẩm %(code)s: %(title)s"),
}
OUTREACH_TELLS = [
    *(
        Notice(on=event, to=to, thing=queries.outreach_row, url=_outreach, is_duty=is_duty)
        for event, to, is_duty in (
            (events.OutreachPresented, _to_plan_approvers, True),
            (events.OutreachReturned, _to_plan_hands, False),
            (events.OutreachApproved, _to_plan_owners, False),
            (events.OutreachFlagged, _to_plan_hands, False),
            (events.OutreachLineMoved, _to_line_owner, False),
            (events.OutreachLineDropped, _to_line_owner, False),
        )
    ),
    *(
        Notice(on=event, to=to, thing=queries.output_row, url=_output, how=how, is_duty=is_duty)
        for event, to, how, is_duty in (
            (events.OutputSent, _to_output_approvers, How.NORMAL, True),
            (events.OutputReturned, _to_output_makers, How.NORMAL, False),
            (events.OutputApproved, _to_output_makers, How.NORMAL, False),
            (events.OutputDone, _to_plan_hands, How.DIGEST, False),
            (events.OutputMissed, _to_plan_hands, How.NORMAL, False),
        )
    ),
]
OUTREACH_FINDS = [
    Finder(
        "outreach",
        _("Kế hoạch truyền thông"),
        prefixes=("KT-",),
        build=queries.found_outreach,
        codes=queries.outreach_codes,
        visible=queries.visible_outreach,
    ),
    Finder(
        "output",
        _("Sản phẩm truyền thông"),
        prefixes=("SP-",),
        build=queries.found_outputs,
        codes=queries.output_codes,
        visible=queries.visible_outputs,
    ),
]
OUTREACH_REHOMES: list[Rehome | Stays] = [
    *(
        Rehome(
            kind,
            words,
            model="communications.CommunicationPlan",
            column=column,
            is_open=lambda day: Q(state__in=("DRAFT", "PRESENTED", "APPROVED")),
            dossier="dossier",
            group="dossier",
        )
        for kind, words, column in (
            ("outreach", _("kế hoạch truyền thông đang lập, đang thực hiện"), "unit_id"),
            ("outreach-partner", _("kế hoạch truyền thông về vấn đề đã chọn"), "partner_id"),
        )
    ),
    Rehome(
        "outreach-line",
        _("dòng kế hoạch truyền thông chưa qua ngày"),
        model="communications.OutreachLine",
        column="owner_id",
        is_open=lambda day: Q(state__in=("DRAFT", "APPROVED"), plan__state__in=("DRAFT", "PRESENTED", "APPROVED")),
        dossier="plan__dossier",
        group="plan__dossier",
    ),
    *(
        Rehome(
            kind,
            words,
            model="communications.OutreachOutput",
            column=column,
            is_open=lambda day: Q(state__in=("DRAFT", "SENT", "APPROVED", "SCHEDULED")),
            dossier="dossier",
            group="dossier",
        )
        for kind, words, column in (
            ("output", _("sản phẩm truyền thông đang làm"), "owner_id"),
            ("output-plan", _("sản phẩm đang làm của kế hoạch"), "unit_id"),
        )
    ),
    Stays("communications.OutreachWindow", "unit_id", "days of silence are over soon; the heir sets its own"),
]
