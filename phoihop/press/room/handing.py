"""Hand-offs, the press digest."""

from collections.abc import Callable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import DOERS, SEATED
from phoihop.ground.events import Event
from phoihop.ground.powers import Circle
from phoihop.ground.rehomes import Rehome, Stays
from phoihop.ground.sheet import Entry, Finder, How, Notice, Panel
from phoihop.obligations.events import (
    ExtensionGranted,
    ObligationAccepted,
    ObligationHandedIn,
    ObligationReturned,
    ObligationWaived,
    ObligationWithdrawn,
)
from phoihop.press import events, policy, queries, reactions
from phoihop.press.pages import handing


def _handoff(event: Event) -> str:
    return reverse("press:handoff", args=[event.code])


def _digest(event: Event) -> str:
    return reverse("press:digest", args=[event.code])


def _to_agency(event: events._OfHandoff) -> list[Circle]:
    return [Circle(DOERS, unit_id=event.agency_id)]


def _to_giver(event: events._OfHandoff) -> list[Circle]:
    return [Circle(policy.GIVERS, unit_id=event.unit_id)]


def _to_issuers(event: events._OfDigest) -> list[Circle]:
    return [Circle(policy.ISSUERS, unit_id=event.unit_id)]


def _to_editors(event: events._OfDigest) -> list[Circle]:
    return [Circle(policy.GIVERS, unit_id=event.unit_id)]


def _to_digest_readers(event: events.PressDigestIssued) -> list[Circle]:
    return [Circle(SEATED, unit_id=unit_id) for unit_id in event.unit_ids]


HANDING_SAYS = {
    events.HandoffGiven: _("Chuyển tin %(story)s cho %(agency_name)s trả lời (%(code)s), hạn %(day)s: %(title)s"),
    events.HandoffAnswered: _("%(agency_name)s trả lời về tin %(story)s (%(code)s): %(title)s"),
    events.HandoffAccepted: _("Nghiệm thu câu trả lời %(code)s của %(agency_name)s về tin %(story)s"),
    events.HandoffReturned: _("Trả lại câu trả lời %(code)s của %(agency_name)s: %(reason)s"),
    events.HandoffRefused: _("%(agency_name)s từ chối trả lời %(code)s: %(reason)s %(next_unit_name)s"),
    events.HandoffWithdrawn: _("Rút tin %(story)s đã chuyển %(agency_name)s (%(code)s): %(reason)s"),
    events.HandoffExtended: _("%(agency_name)s được trả lời %(code)s đến hết ngày %(day)s"),
    events.PressDigestMade: _("Làm điểm báo %(code)s ngày %(day)s: %(stories)s tin"),
    events.PressDigestEdited: _("Sắp xếp điểm báo %(code)s: %(story)s"),
    events.PressDigestApproved: _("Duyệt điểm báo %(code)s ngày %(day)s"),
    events.PressDigestReturned: _("Trả lại điểm báo %(code)s: %(reason)s"),
    events.PressDigestIssued: _("%(unit_name)s phát hành điểm báo %(code)s ngày %(day)s: %(stories)s tin"),
    events.PressDigestDropped: _("Bỏ điểm báo %(code)s ngày %(day)s"),
    events.DigestSettingChanged: _("%(unit_name)s đặt lại cách làm điểm báo: từ %(hour)s, %(readers)s nơi nhận"),
    events.DigestReaderLeft: _("%(reader_name)s thôi nhận điểm báo của %(unit_name)s"),
}
HANDING_TELLS = [
    *(
        Notice(on=event, to=to, thing=queries.handoff_row, url=_handoff, how=how, is_duty=is_duty)
        for event, to, how, is_duty in (
            (events.HandoffGiven, _to_agency, How.NORMAL, True),
            (events.HandoffAnswered, _to_giver, How.NORMAL, False),
            (events.HandoffAccepted, _to_agency, How.DIGEST, False),
            (events.HandoffReturned, _to_agency, How.NORMAL, True),
            (events.HandoffRefused, _to_giver, How.NORMAL, False),
            (events.HandoffWithdrawn, _to_agency, How.NORMAL, False),
        )
    ),
    *(
        Notice(on=event, to=to, thing=queries.digest_row, url=_digest, how=How.DIGEST)
        for event, to in (
            (events.PressDigestMade, _to_issuers),
            (events.PressDigestReturned, _to_editors),
            (events.PressDigestIssued, _to_digest_readers),
        )
    ),
]
HANDING_FINDS = [
    Finder(
        "handoff",
        _("Tin báo chuyển trả lời"),
        prefixes=("GB-",),
        build=queries.found_handoffs,
        codes=queries.handoff_codes,
        visible=queries.visible_handoffs,
    ),
    Finder(
        "press-digest",
        _("Điểm báo"),
        prefixes=("DP-",),
        build=queries.found_digests,
        codes=queries.digest_codes,
        visible=queries.visible_digests,
    ),
]
HANDING_PANELS = [
    Panel(on="story", build=handing.story_panel, template="press/handing/_on_story.html", order=40),
    Panel(on="obligation", build=handing.obligation_panel, template="press/handing/_on_obligation.html", order=47),
]
HANDING_REHOMES: list[Rehome | Stays] = [
    Rehome(
        "handoff",
        _("tin báo cơ quan đã chuyển, chưa xong"),
        model="press.Handoff",
        column="unit_id",
        is_open=lambda day: Q(state__in=("OPEN", "ANSWERED")),
        dossier="dossier",
        group="dossier",
        apart="agency_id",
    ),
    Rehome(
        "handoff-agency",
        _("tin báo cơ quan phải trả lời"),
        model="press.Handoff",
        column="agency_id",
        is_open=lambda day: Q(state__in=("OPEN", "ANSWERED")),
        dossier="dossier",
        group="dossier",
        alike=("story", "dossier"),
        is_alike_open=True,
        apart="unit_id",
    ),
    Stays("press.Handoff", "next_unit_id", "who was named as the one to answer was named"),
    Rehome(
        "press-digest-reader",
        _("điểm báo cơ quan đang nhận"),
        model="press.DigestReader",
        column="unit_id",
        code="setting__code",
        alike=("setting_id",),
        is_told=False,
    ),
    Stays("press.DigestSetting", "unit_id", "how a body makes its digest is its own; the heir sets its own"),
    Stays("press.PressDigest", "unit_id", "a digest is of the unit that made it; heirs may read it"),
    Stays("press.DigestShare", "unit_id", "who was sent a digest was sent it; heirs may read it"),
]
HANDING_MENU = [
    Entry("press:digests", _("Điểm báo"), icon="info", needs="press_digest.list", order=520),
    Entry("press:handoffs", _("Tin báo chuyển trả lời"), icon="concerns", needs="handoff.list", order=540),
]
HANDING_REACTS: dict[type[Event], Callable[..., None]] = {
    ObligationHandedIn: reactions.follow_hand_in,
    ObligationAccepted: reactions.follow_accept,
    ObligationReturned: reactions.follow_return,
    ObligationWaived: reactions.follow_waive,
    ObligationWithdrawn: reactions.follow_waive,
    ExtensionGranted: reactions.follow_extension,
}
