"""Accounts, and the account of oneself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground.actor import ROLE_WORDS, Actor
from phoihop.ground.parts import Empty, Link, Note, Pager
from phoihop.organizations import queries
from phoihop.organizations.pages.asking import choices_of_seats
from phoihop.organizations.pages.pieces import address, span, unit_url
from phoihop.organizations.pages.presence import AbsenceRow, own_absences
from phoihop.organizations.queries.words import LANGUAGE_WORDS


@dataclass(frozen=True, slots=True)
class AccountRow:
    name: str
    url: str
    username: str
    work: str
    state: str


@dataclass(frozen=True, slots=True)
class AccountsPage:
    title: str
    form: Form
    rows: tuple[AccountRow, ...]
    empty: Empty | None
    pager: Pager
    open: Link
    demand: Link
    why: str = ""


def accounts(actor: Actor, at: datetime, form: Form) -> AccountsPage:
    text, after_id = form.cleaned_data["text"], form.cleaned_data["after_id"]
    found = queries.accounts(actor, at, text=text, after_id=after_id)
    is_full = len(found) == queries.MOST_FOUND
    return AccountsPage(
        title=_("Tài khoản"),
        form=form,
        rows=tuple(_account_row(line) for line in found),
        empty=None if found else Empty(_("Không có tài khoản nào khớp"), _("Hãy bớt chữ trong ô tìm.")),
        pager=Pager(
            previous_url=address("organizations:accounts", text=text) if after_id else "",
            next_url=address("organizations:accounts", text=text, after_id=found[-1].id) if is_full else "",
        ),
        open=Link(_("Mở tài khoản"), reverse("organizations:open_account")),
        demand=Link(_("Yêu cầu xác thực hai bước"), reverse("organizations:demand_factor")),
    )


def _account_row(line: queries.AccountLine) -> AccountRow:
    return AccountRow(
        name=line.name,
        url=reverse("organizations:account", args=[line.id]),
        username=line.username,
        work="; ".join(line.seats),
        state="" if line.is_active else _("đã khóa"),
    )


@dataclass(frozen=True, slots=True)
class HeldSeat:
    unit: Link
    post: str
    role: str
    span: str
    end: Link | None


@dataclass(frozen=True, slots=True)
class AccountPage:
    title: str
    facts: tuple[tuple[str, str], ...]
    disabled: Note | None
    seats: tuple[HeldSeat, ...]
    no_seats: Empty
    acts: tuple[Link, ...]
    disable_url: str
    enable_url: str
    why: str = ""


def account(actor: Actor, account_id: int, at: datetime) -> AccountPage:
    view = queries.account(actor, account_id, at)
    is_other = view.id != actor.account_id
    return AccountPage(
        title=view.name,
        facts=(
            (_("Tên đăng nhập"), view.username),
            (_("Thư điện tử"), view.email or "–"),
            (_("Ngôn ngữ"), str(LANGUAGE_WORDS[view.language])),
        ),
        disabled=None if view.is_active else Note(_("Tài khoản đã bị khóa"), _("Người này không đăng nhập được.")),
        seats=tuple(_held_seat(seat) for seat in view.seats),
        no_seats=Empty(_("Chưa giữ vị trí nào"), _("Bố trí người ở trang của cơ quan, bên cạnh chức vụ.")),
        acts=(
            Link(_("Sửa thông tin"), reverse("organizations:amend_account", args=[view.id])),
            Link(_("Đặt mật khẩu mới"), reverse("organizations:set_password", args=[view.id])),
            *(
                [Link(_("Gỡ xác thực hai bước"), reverse("organizations:reset_factors", args=[view.id]))]
                if is_other
                else []
            ),
        ),
        disable_url=reverse("organizations:disable_account", args=[view.id]) if view.is_active and is_other else "",
        enable_url="" if view.is_active else reverse("organizations:enable_account", args=[view.id]),
    )


def _held_seat(seat: queries.SeatLine) -> HeldSeat:
    return HeldSeat(
        unit=Link(seat.unit.name, unit_url(seat.unit.code)),
        post=seat.post,
        role=str(ROLE_WORDS[seat.role]),
        span=span(seat.valid_from, seat.valid_to),
        end=Link(_("Thôi giữ"), reverse("organizations:end_seat", args=[seat.id])) if seat.is_in_force else None,
    )


@dataclass(frozen=True, slots=True)
class OwnAccountPage:
    title: str
    name: str
    seats: tuple[str, ...]
    choose_seat: Link | None
    change_password: Link
    absences: tuple[AbsenceRow, ...]
    declare: Link
    safety: Link
    feeds: Link
    form: Form  # the language
    why: str = ""


def own_account(actor: Actor, at: datetime, form: Form) -> OwnAccountPage:
    seats = queries.seat_choices(actor.account_id or 0, at)
    return OwnAccountPage(
        title=_("Tài khoản của tôi"),
        name=actor.name,
        seats=tuple(text for _id, text in choices_of_seats(seats)),
        choose_seat=Link(_("Đổi vị trí làm việc"), reverse("organizations:choose_seat")) if len(seats) > 1 else None,
        change_password=Link(_("Đổi mật khẩu"), reverse("organizations:change_password")),
        absences=own_absences(actor, at),
        declare=Link(_("Báo vắng mặt"), reverse("organizations:declare_own_absence")),
        safety=Link(_("Bảo vệ tài khoản"), reverse("organizations:safety")),
        feeds=Link(_("Lịch trong chương trình của tôi"), reverse("organizations:own_feeds")),
        form=form,
    )


@dataclass(frozen=True, slots=True)
class StrandedPage:
    """Signed in, without a seat to act from."""

    title: str
    text: str
    why: str = ""


def stranded() -> StrandedPage:
    text = _("Bạn đã đăng nhập nhưng không giữ vị trí nào còn hiệu lực. Quản trị viên có thể bố trí vị trí cho bạn.")
    return StrandedPage(_("Chưa có vị trí làm việc"), text)
