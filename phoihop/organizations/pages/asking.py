"""A page that is one form, and what its choices are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground.parts import Link, Note
from phoihop.organizations import queries
from phoihop.organizations.pages.pieces import INDENT, seat_words


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page that is one form; `cancel` leads back without having done anything."""

    title: str
    form: Form
    action: str
    cancel: Link | None = None
    lede: str = ""
    note: Note | None = None
    why: str = ""


def choose_seat(form: Form) -> FormPage:
    lede = _("Quyền gắn với vị trí, không gắn với người. Chọn vị trí bạn dùng từ bây giờ.")
    return FormPage(_("Chọn vị trí làm việc"), form, _("Làm việc từ vị trí này"), lede=lede)


def change_password(form: Form) -> FormPage:
    cancel = Link(_("Thôi"), reverse("organizations:own_account"))
    return FormPage(_("Đổi mật khẩu"), form, _("Đổi mật khẩu"), cancel)


def form_of_unit(title: str, action: str, form: Form, unit: queries.UnitName | queries.UnitLine) -> FormPage:
    """A form about a unit, with the way back to its page."""
    cancel = Link(_("Thôi"), reverse("organizations:unit", args=[unit.code]))
    return FormPage(title, form, action, cancel, lede=unit.name)


def form_of_account(title: str, action: str, form: Form, account: queries.AccountView) -> FormPage:
    cancel = Link(_("Thôi"), reverse("organizations:account", args=[account.id]))
    return FormPage(title, form, action, cancel, lede=account.name)


def form_of_list(title: str, action: str, form: Form, back: str) -> FormPage:
    return FormPage(title, form, action, Link(_("Thôi"), reverse(back)))


def choices_of_seats(seats: Iterable[queries.SeatChoice]) -> list[tuple[int, str]]:
    return [(seat.unit_id, f"{seat.unit_name}: {seat_words(seat)}") for seat in seats]


def choices_of_territories(territories: Iterable[queries.TerritoryName]) -> list[tuple[str, str]]:
    return [(place.slug, place.name) for place in territories]


def choices_of_units(units: Iterable[queries.UnitLine]) -> list[tuple[int, str]]:
    return [(unit.id, INDENT * unit.depth + unit.name) for unit in units]


def choices_of_posts(unit: queries.UnitView) -> list[tuple[int, str]]:
    return [(post.id, post.title) for post in unit.posts]


def choices_of_people(unit: queries.UnitView) -> list[tuple[int, str]]:
    """Those who work at the unit, each once."""
    return list({person.account_id: person.name for post in unit.posts for person in post.people}.items())


def values_of_unit(unit: queries.UnitView) -> dict[str, Any]:
    """What a form about the unit starts with."""
    line = unit.line
    return {
        "name": line.name,
        "short": line.short,
        "kind": line.kind,
        "level": line.level,
        "parent_id": line.parent_id,
        "version": unit.version,
    }


def values_of_account(account: queries.AccountView) -> dict[str, Any]:
    return {"full_name": account.name, "email": account.email, "version": account.version}
