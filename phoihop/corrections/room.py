"""The sheet of the room of corrections."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.corrections import commands, events, pages, policy, queries, states
from phoihop.ground.actor import DOERS
from phoihop.ground.events import Event
from phoihop.ground.figures import Section
from phoihop.ground.powers import Circle
from phoihop.ground.rehomes import Rehome
from phoihop.ground.sheet import Dated, Entry, Finder, Keep, Notice, Panel, Sheet, Work
from phoihop.intake.events import InputReceived


def _claim(event: Event) -> str:
    return reverse("corrections:claim", args=[event.code])


def _check(event: Event) -> str:
    return reverse("corrections:check", args=[event.code])


def _to_agency(event: events._OfClaim) -> list[Circle]:
    return [Circle(DOERS, unit_id=event.agency_id)]


def _to_approvers(event: events._OfClaim) -> list[Circle]:
    return [Circle(policy.APPROVERS, unit_id=event.owner_id)]


def _to_editors(event: events._OfClaim) -> list[Circle]:
    return [Circle(policy.EDITORS, unit_id=event.owner_id)]


def _to_both(event: events._OfClaim) -> list[Circle]:
    units = dict.fromkeys((event.owner_id, event.agency_id))
    return [Circle(policy.WRITERS, unit_id=unit_id) for unit_id in units]


def _to_desk(event: events.CheckReceived) -> list[Circle]:
    return [Circle(policy.WRITERS, unit_id=event.desk_id)]


sheet = Sheet(
    room="corrections",
    powers=policy.POWERS,
    keep=Keep(years=10),
    says={
        events.ClaimOpened: _("Mở kiểm chứng %(code)s: %(title)s"),
        events.ClaimAppeared: _("Ghi nơi đăng của %(code)s: %(publisher)s, %(address)s"),
        events.ClaimEvidenced: _("Nêu chứng cứ %(document)s cho %(code)s"),
        events.ClaimEvidenceDropped: _("Bỏ chứng cứ %(document)s khỏi %(code)s"),
        events.ClaimWritten: _("Viết kết quả kiểm chứng %(code)s"),
        events.ClaimPresented: _("Trình kết luận %(code)s"),
        events.ClaimReturned: _("Trả lại kết luận %(code)s: %(reason)s"),
        events.ClaimApproved: _("Duyệt kết luận %(code)s"),
        events.ClaimDropped: _("Thôi kiểm chứng %(code)s: %(reason)s"),
        events.ClaimRechecked: _("Mở kiểm tra lại %(code)s: %(reason)s"),
        events.CorrectionPublished: _("Công bố đính chính %(code)s lần %(number)s: %(title)s"),
        events.CorrectionWithdrawn: _("Rút đính chính %(code)s: %(note)s"),
        events.ReplyAsked: _("Đề nghị %(publisher)s phản hồi về %(code)s"),
        events.ReplyReceived: _("Nhận phản hồi %(number)s về %(code)s"),
        events.ReplyShown: _("Công khai phản hồi %(number)s của %(publisher)s về %(code)s"),
        events.ReplyPassedOver: _("Không công khai phản hồi %(number)s về %(code)s: %(reason)s"),
        events.ClaimsDeskSet: _("%(unit_name)s nhận yêu cầu kiểm chứng của địa bàn"),
        events.CheckReceived: _("Nhận yêu cầu kiểm chứng %(code)s"),
        events.CheckDeclined: _("Không kiểm chứng theo yêu cầu %(code)s: %(reason)s"),
        events.CheckOpened: _("Đưa yêu cầu %(code)s vào hồ sơ %(claim)s"),
    },
    tells=[
        *(
            Notice(on=event, to=to, thing=queries.claim_row, url=_claim)
            for event, to in (
                (events.ClaimOpened, _to_agency),
                (events.ClaimPresented, _to_approvers),
                (events.ClaimReturned, _to_both),
                (events.ClaimApproved, _to_editors),
                (events.ClaimDropped, _to_agency),
                (events.ClaimRechecked, _to_both),
                (events.CorrectionPublished, _to_both),
                (events.CorrectionWithdrawn, _to_both),
                (events.ReplyReceived, _to_editors),
            )
        ),
        Notice(on=events.CheckReceived, to=_to_desk, thing=queries.check_row, url=_check),
    ],
    works=[
        Work(on=InputReceived, do=commands.take_in),
        Work(on=events.CorrectionPublished, do=commands.ping_hub),
        Work(on=events.CorrectionWithdrawn, do=commands.ping_hub),
    ],
    panels=[
        Panel(on="topic", build=pages.claims_on, template="corrections/_about.html", order=70),
        Panel(on="plan", build=pages.claims_on, template="corrections/_about.html", order=75),
        Panel(on="obligation", build=pages.claim_on_obligation, template="corrections/_on_obligation.html", order=45),
    ],
    finds=[
        Finder(
            "claim",
            _("Đính chính"),
            prefixes=("KC-",),
            build=queries.found_claims,
            codes=queries.claim_codes,
            visible=queries.visible_claims,
        )
    ],
    dates=[Dated("claim", _("Kiểm tra lại, hạn phản hồi"), queries.dated_between, order=70)],
    reports=[Section("corrections", _("Kiểm chứng và đính chính"), queries.report_section, order=55)],
    parties=queries.parties,
    waits=queries.waits,
    rehomes=[
        Rehome(
            "claim",
            _("điều đang kiểm chứng do cơ quan chủ trì"),
            model="corrections.Claim",
            column="owner_id",
            is_open=lambda day: ~Q(state__in=("DROPPED", "WITHDRAWN")),
            dossier="dossier",
            group="dossier",
        ),
        Rehome(
            "claim-agency",
            _("điều cơ quan phải kiểm chứng"),
            model="corrections.Claim",
            column="agency_id",
            is_open=lambda day: ~Q(state__in=("DROPPED", "WITHDRAWN")),
            dossier="dossier",
            group="dossier",
        ),
        Rehome(
            "claim-support",
            _("điều cơ quan phối hợp kiểm chứng"),
            model="corrections.Support",
            column="unit_id",
            is_open=lambda day: Q(claim__state__in=states.IN_WORK),
            code="claim__code",
            dossier="claim__dossier",
            group="claim__dossier",
            alike=("claim_id",),
        ),
        Rehome(
            "claims-desk",
            _("nơi nhận yêu cầu kiểm chứng"),
            model="corrections.Desk",
            column="unit_id",
            code="territory",
            is_told=False,
        ),
        Rehome(
            "check",
            _("yêu cầu kiểm chứng chưa trả lời"),
            model="corrections.Check",
            column="desk_id",
            is_open=lambda day: Q(state="RECEIVED"),
        ),
    ],
    menu=[
        Entry("corrections:list", _("Đính chính"), icon="info", needs="claim.list", order=320, waiting=queries.in_menu)
    ],
)
