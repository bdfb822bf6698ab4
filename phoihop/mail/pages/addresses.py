"""A unit's addresses: the section on its page, and the pages of their forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.parts import ActPage, Link
from phoihop.ground.powers import may
from phoihop.ground.sheet import ActView
from phoihop.mail import queries
from phoihop.organizations import queries as organizations

_STATE_WORDS = {
    "CONFIRMED": gettext_lazy("đang dùng"),
    "UNCONFIRMED": gettext_lazy("chờ xác nhận qua thư"),
}


@dataclass(frozen=True, slots=True)
class AddressRow:
    address: str
    state: str
    post: str
    hand_over: Link | None
    retire_url: str
    version: int
    main_url: str  # makes it the main one
    links_url: str  # asks for links of duties, or not any more
    asks_links: bool


@dataclass(frozen=True, slots=True)
class AddressesPanel:
    """The section on the unit's page."""

    rows: tuple[AddressRow, ...]
    add: Link | None
    empty: str
    links: Link | None


def addresses_panel(actor: Actor, code: str, at: datetime) -> AddressesPanel | None:
    """For everybody with a seat: which address is in use. Its keepers get the acts."""
    if not may(actor, "address.see"):
        return None
    unit_id = organizations.unit_number(actor, code)
    may_keep = may(actor, "address.add", unit_id=unit_id)  # who may add may also hand over and retire
    return AddressesPanel(
        rows=tuple(_row(line, may_keep=may_keep) for line in queries.address_lines(actor, unit_id)),
        add=Link(_("Thêm địa chỉ"), reverse("mail:add-address", args=[code])) if may_keep else None,
        empty=_("Chưa có địa chỉ thư: công văn cho cơ quan này chỉ đến qua Phối Hợp."),
        links=Link(_("Liên kết đã gửi"), reverse("mail:links", args=[code])) if may(actor, "link.see") else None,
    )


def add_page(actor: Actor, code: str, form: Any, at: datetime) -> ActPage:
    unit = organizations.unit(actor, code, at)
    return ActPage(
        title=_("Thêm địa chỉ thư"),
        crumb=_back(code, unit.line.name),
        said=_("Địa chỉ của cơ quan, không phải của một người: người đổi, địa chỉ còn."),
        form=form,
        label=_("Thêm và gửi thư xác nhận"),
        why="",
    )


def hand_over_page(actor: Actor, code: str, form: Any) -> ActPage:
    address = queries.address(actor, code)
    return ActPage(
        title=_("Giao hộp thư"),
        crumb=_back(address.unit_code, address.unit_name),
        said=_("%(address)s đang do %(post)s phụ trách.") % {"address": address.address, "post": address.post},
        form=form,
        label=_("Giao hộp thư"),
        why="",
    )


def posts_of_unit(actor: Actor, code: str, at: datetime) -> list[tuple[int, str]]:
    """The posts of a unit, as choices. Not visible when there is no such unit."""
    return [(post.id, post.title) for post in organizations.unit(actor, code, at).posts]


def posts_beside(actor: Actor, code: str, at: datetime) -> list[tuple[int, str]]:
    """The posts that may answer for this address."""
    return posts_of_unit(actor, queries.address(actor, code).unit_code, at)


def unit_of(actor: Actor, code: str) -> int:
    """Not visible when there is no such unit."""
    return organizations.unit_number(actor, code)


def back_url(actor: Actor, code: str) -> str:
    """The page of the unit whose address this is."""
    return reverse("organizations:unit", args=[queries.address(actor, code).unit_code])


def _row(line: queries.AddressLine, *, may_keep: bool) -> AddressRow:
    state = str(_STATE_WORDS[line.state])
    return AddressRow(
        address=line.address,
        state=_("%(state)s, địa chỉ chính") % {"state": state} if line.is_main else state,
        post=line.post,
        hand_over=Link(_("Giao chức vụ khác"), reverse("mail:hand-over-address", args=[line.code]))
        if may_keep
        else None,
        retire_url=reverse("mail:retire-address", args=[line.code]) if may_keep else "",
        version=line.version,
        main_url=reverse("mail:make-main-address", args=[line.code])
        if may_keep and line.state == "CONFIRMED" and not line.is_main
        else "",
        links_url=reverse("mail:ask-links", args=[line.code]) if may_keep and line.is_main else "",
        asks_links=line.asks_links,
    )


def _back(code: str, name: str) -> Link:
    return Link(name, reverse("organizations:unit", args=[code]))


def start_of_hand_over(actor: Actor, code: str) -> dict[str, int]:
    """What the form begins with: the post of now, and what the reader saw."""
    address = queries.address(actor, code)
    return {"owner_post_id": address.post_id, "version": address.version}


def confirm_view(code: str, unit_id: int, at: datetime) -> ActView | None:
    """What somebody without an account sees before confirming an address."""
    found = queries.state_of(code, unit_id)
    if found is None:
        return None
    address, state = found
    unit = organizations.unit_names([unit_id])[unit_id].name
    closed = {"CONFIRMED": _("Địa chỉ này đã được xác nhận."), "RETIRED": _("Địa chỉ này đã thôi dùng.")}
    return ActView(
        title=_("Xác nhận địa chỉ thư"),
        facts=((_("Cơ quan"), unit), (_("Địa chỉ"), address)),
        text=_("Xác nhận rằng %(unit)s nhận thư ở địa chỉ này.") % {"unit": unit},
        is_open=state == "UNCONFIRMED",
        closed_because=closed.get(state, ""),
    )
