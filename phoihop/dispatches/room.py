from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.dispatches import acts, events, pages, policy, queries
from phoihop.ground.events import Event
from phoihop.ground.powers import Circle
from phoihop.ground.sheet import Entry, Finder, Keep, Notice, Panel, Sheet


def _letter(event: Event) -> str:
    return reverse("dispatches:letter", args=[event.code])


def _to_recipient(event: events.DispatchDelivered) -> list[Circle]:
    return [Circle(policy.WRITERS, unit_id=event.unit_id)]


def _to_sender(event: events.DispatchAcknowledged | events.DispatchRefused) -> list[Circle]:
    return [Circle(policy.WRITERS, unit_id=event.sender_id)]


def _to_recalled(event: events.DispatchRecalled) -> list[Circle]:
    return [Circle(policy.WRITERS, unit_id=unit_id) for unit_id in event.unit_ids]


sheet = Sheet(
    room="dispatches",
    powers=policy.POWERS,
    keep=Keep(years=10),
    acts=acts.ACTS,
    says={
        events.DispatchSent: _("Gửi công văn %(code)s: %(subject)s"),
        events.DispatchDelivered: _("Đã giao công văn %(code)s đến %(unit_name)s: %(subject)s"),
        events.DispatchLinkSent: _("Gửi liên kết qua thư cho %(unit_name)s về công văn %(code)s"),
        events.DispatchAcknowledged: _("%(unit_name)s tiếp nhận công văn %(code)s"),
        events.DispatchRefused: _("%(unit_name)s từ chối công văn %(code)s: %(reason)s"),
        events.DispatchRecalled: _("Thu hồi công văn %(code)s: %(reason)s"),
    },
    tells=[
        Notice(event, to, lambda e: queries.row_of(e.code), _letter)
        for event, to in (
            (events.DispatchDelivered, _to_recipient),
            (events.DispatchAcknowledged, _to_sender),
            (events.DispatchRefused, _to_sender),
            (events.DispatchRecalled, _to_recalled),
        )
    ],
    panels=[
        Panel(on=page, build=pages.letters_about, template="dispatches/_about.html", order=70)
        for page in ("topic", "plan", "agreement", "obligation")
    ],
    finds=[
        Finder(
            "dispatch",
            _("Công văn"),
            prefixes=("CV-",),
            build=lambda codes: queries.found_dispatches(codes, pages.PURPOSE_WORDS),
            codes=queries.dispatch_codes,
            visible=queries.visible_dispatches,
        )
    ],
    menu=[
        Entry("dispatches:list", _("Công văn"), "dispatches", "dispatch.list", order=60, count=queries.waiting_count),
    ],
)
