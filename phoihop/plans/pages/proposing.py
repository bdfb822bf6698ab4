"""The form of a new topic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Link
from phoihop.ground.powers import SIGNED_IN
from phoihop.plans import queries


@dataclass(frozen=True, slots=True)
class Likeness:
    """Topics like the one typed, shown before it is put in; `title` is the title they are like."""

    title: str
    topics: tuple[Link, ...]
    elsewhere: str


@dataclass(frozen=True, slots=True)
class ProposePage:
    title: str
    form: Any
    likeness: Likeness | None
    seen: str
    label: str
    empty: str
    crumb: str
    crumb_url: str
    why: str


def plan_choices(actor: Actor, at: datetime) -> list[tuple[str, str]]:
    """The plans a new topic may go to; where the reader's unit chooses first, so one is chosen already."""
    return [
        (
            choice.code,
            _("%(year)s: %(unit)s (%(code)s)")
            % {
                "year": choice.year,
                "unit": choice.lead if choice.is_own_choice else choice.partner,
                "code": choice.code,
            },
        )
        for choice in queries.plan_choices(actor, local_date(at))
    ]


def first_choice(asked: Mapping[str, str]) -> dict[str, str]:
    """What an address may fill in: the plan, and that the topic came between rounds."""
    how = {"how": "ad-hoc"} if asked.get("cach") == "phat-sinh" else {}
    return how | ({"plan": asked["ke-hoach"]} if asked.get("ke-hoach") else {})


def likeness(actor: Actor, form: Any) -> Likeness | None:
    """What is like the topic typed; None when nothing is."""
    title = form.cleaned_data["title"]
    found = queries.overlap(actor, title, form.cleaned_data["plan"])
    if not found.topics and not found.is_elsewhere:
        return None
    return Likeness(
        title=title,
        topics=tuple(
            Link(
                _("%(title)s (%(partner)s, giống %(percent)s%%)")
                % {"title": one.title, "partner": one.partner, "percent": one.percent},
                reverse("plans:topic", args=[one.code]),
            )
            for one in found.topics
        ),
        elsewhere=_("Một vấn đề tương tự ở cơ quan khác; cơ quan chủ trì sẽ báo.") if found.is_elsewhere else "",
    )


def propose_page(form: Any, alike: Likeness | None) -> ProposePage:
    has_plans = bool(form.fields["plan"].choices)
    none = _("Cơ quan bạn chưa có kế hoạch nào đang mở; đợi cơ quan chủ trì mở đợt chọn vấn đề.")
    return ProposePage(
        title=_("Thêm vấn đề"),
        form=form,
        likeness=alike,
        seen=alike.title if alike else "",
        label=_("Vẫn thêm vấn đề này") if alike else _("Thêm vấn đề"),
        empty="" if has_plans else none,
        crumb=pgettext("menu", "Vấn đề"),
        crumb_url=reverse("plans:topics"),
        why=str(SIGNED_IN),
    )
