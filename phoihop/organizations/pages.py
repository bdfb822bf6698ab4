"""What each page may know: finished strings, read for one actor at one time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground.actor import ROLE_WORDS, Actor
from phoihop.ground.parts import Empty, Link, Note, Pager, words
from phoihop.ground.powers import SIGNED_IN, may
from phoihop.organizations import queries
from phoihop.organizations.queries.words import DEPUTY_WORDS, KIND_WORDS, LANGUAGE_WORDS, LEVEL_WORDS, WAY_WORDS

INDENT = "\N{EM SPACE}"

# ── one form ────────────────────────────────────────────────────────────────────────────────────────────────


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


def sign_in(form: Form) -> FormPage:
    return FormPage(_("Đăng nhập"), form, _("Đăng nhập"))


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


# ── choices and first values ──────────────────────────────────────────────────────────────────────────────────


def choices_of_seats(seats: Iterable[queries.SeatChoice]) -> list[tuple[int, str]]:
    return [(seat.unit_id, f"{seat.unit_name}: {_seat_words(seat)}") for seat in seats]


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


# ── the list of units ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class UnitRow:
    name: str
    url: str
    indent: str  # its place in the tree
    short: str
    kind: str
    level: str
    span: str
    tag: str


@dataclass(frozen=True, slots=True)
class UnitsPage:
    title: str
    lede: str
    form: Form
    rows: tuple[UnitRow, ...]
    inside: tuple[Link, ...]  # the territories inside the one shown
    empty: Empty | None
    create: Link | None
    create_territory: Link | None
    why: str


def units(actor: Actor, at: datetime, form: Form, territory: str) -> UnitsPage:
    """The units of a territory on a day, or those found; `form` is the valid filter."""
    text, day = form.cleaned_data["text"], form.cleaned_data["day"]
    then = at if day is None else at.replace(year=day.year, month=day.month, day=day.day)
    found = queries.units(actor, then, territory="" if text else territory, text=text)
    place = queries.territory_by_slug(territory)
    name = place.name if place else ""
    counted = {"count": len(found), "day": words.day(then.date()), "place": name}
    lede = _("%(count)s cơ quan khớp, ngày %(day)s") if text else _("%(place)s: %(count)s cơ quan, ngày %(day)s")
    is_keeper = may(actor, "unit.manage")
    return UnitsPage(
        title=_("Cơ quan"),
        lede=lede % counted,
        form=form,
        rows=tuple(_unit_row(line) for line in found),
        inside=tuple(
            Link(inner.name, _address("organizations:units", territory=inner.slug))
            for inner in queries.territories_inside(territory)
        ),
        empty=None if found else Empty(_("Không có cơ quan nào"), _("Hãy bớt chữ hoặc chọn địa bàn, ngày khác.")),
        create=Link(_("Lập cơ quan"), reverse("organizations:create_unit", args=[territory]))
        if is_keeper and place
        else None,
        create_territory=Link(_("Lập địa bàn"), reverse("organizations:create_territory")) if is_keeper else None,
        why=str(SIGNED_IN),
    )


def _unit_row(line: queries.UnitLine) -> UnitRow:
    return UnitRow(
        name=line.name,
        url=reverse("organizations:unit", args=[line.code]),
        indent=INDENT * line.depth,
        short=line.short,
        kind=str(KIND_WORDS[line.kind]),
        level=str(LEVEL_WORDS[line.level]),
        span=_span(line.valid_from, line.valid_to),
        tag=words.illustration(line.is_illustration),
    )


# ── one unit ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A person in a post, in one role."""

    name: str
    role: str
    end: Link | None


@dataclass(frozen=True, slots=True)
class PostRow:
    title: str
    mark: str
    seats: tuple[SeatRow, ...]
    acts: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class DeputyRow:
    name: str
    post: str
    kinds: str
    span: str
    reason: str
    state: str
    withdraw_url: str


@dataclass(frozen=True, slots=True)
class SuccessionRow:
    way: str
    day: str
    legal_basis: str
    function: str
    other: Link | None
    is_heir: bool  # the other unit came after this one


@dataclass(frozen=True, slots=True)
class UnitPage:
    title: str
    code: str
    tag: str
    facts: tuple[tuple[str, str], ...]
    parents: tuple[Link, ...]
    ended: Note | None
    posts: tuple[PostRow, ...]
    deputies: tuple[DeputyRow, ...]
    children: tuple[UnitRow, ...]
    successions: tuple[SuccessionRow, ...]
    acts: tuple[Link, ...]
    create_post: Link | None
    name_deputy: Link | None
    no_posts: Empty
    why: str


def unit(actor: Actor, code: str, at: datetime) -> UnitPage:
    """Not visible when there is no such unit."""
    view = queries.unit(actor, code, at)
    line, is_keeper = view.line, view.may_manage
    is_ended = line.valid_to is not None and line.valid_to < at.date()
    can_change = is_keeper and not is_ended
    return UnitPage(
        title=line.name,
        code=line.code,
        tag=words.illustration(line.is_illustration),
        facts=_facts(view),
        parents=tuple(Link(above.name, _unit_url(above.code)) for above in view.parents),
        ended=Note(_("Đã kết thúc hoạt động"), words.day(line.valid_to)) if is_ended and line.valid_to else None,
        posts=tuple(_post_row(post, is_keeper=can_change) for post in view.posts),
        deputies=tuple(_deputy_row(deputy, may_withdraw=view.may_name_deputies) for deputy in view.deputies),
        children=tuple(_unit_row(child) for child in view.children),
        successions=tuple(_succession_row(link, line.id) for link in view.successions),
        acts=_acts_on_unit(line, is_keeper=is_keeper, can_change=can_change),
        create_post=Link(_("Lập chức vụ"), reverse("organizations:create_post", args=[code])) if can_change else None,
        name_deputy=Link(_("Cử người thay mặt"), reverse("organizations:name_deputy", args=[code]))
        if view.may_name_deputies and view.posts and not is_ended
        else None,
        no_posts=Empty(_("Chưa có chức vụ nào"), _("Việc gắn với cơ quan và chức vụ; quản trị viên lập chức vụ.")),
        why=str(SIGNED_IN),
    )


def _facts(view: queries.UnitView) -> tuple[tuple[str, str], ...]:
    line = view.line
    facts = (
        (_("Mã"), line.code),
        (_("Tên gọn"), line.short),
        (_("Loại"), str(KIND_WORDS[line.kind])),
        (_("Cấp"), str(LEVEL_WORDS[line.level])),
        (_("Địa bàn"), view.territory_name),
        (_("Hoạt động"), _span(line.valid_from, line.valid_to)),
    )
    return tuple(fact for fact in facts if fact[1])


def _acts_on_unit(line: queries.UnitLine, *, is_keeper: bool, can_change: bool) -> tuple[Link, ...]:
    acts = []
    if can_change:
        acts.append(Link(_("Sửa thông tin"), reverse("organizations:amend_unit", args=[line.code])))
    if is_keeper:
        acts.append(Link(_("Ghi việc kế thừa"), reverse("organizations:record_succession", args=[line.code])))
    if can_change and line.valid_to is None:
        acts.append(Link(_("Kết thúc hoạt động"), reverse("organizations:end_unit", args=[line.code])))
    return tuple(acts)


def _post_row(post: queries.PostLine, *, is_keeper: bool) -> PostRow:
    seats = [
        SeatRow(
            name=person.name,
            role=str(ROLE_WORDS[role]),
            end=Link(_("Thôi giữ"), reverse("organizations:end_seat", args=[seat_id])) if is_keeper else None,
        )
        for person in post.people
        for seat_id, role in person.seats
    ]
    acts = (
        Link(_("Bố trí người"), reverse("organizations:seat_person", args=[post.id])),
        Link(_("Kết thúc chức vụ"), reverse("organizations:end_post", args=[post.id])),
    )
    return PostRow(post.title, _("đứng đầu") if post.is_head else "", tuple(seats), acts if is_keeper else ())


def _deputy_row(deputy: queries.DeputyLine, *, may_withdraw: bool) -> DeputyRow:
    if deputy.is_withdrawn:
        state = _("đã thu hồi")
    else:
        state = _("đang có hiệu lực") if deputy.is_in_force else _("ngoài thời hạn")
    is_open = may_withdraw and not deputy.is_withdrawn
    return DeputyRow(
        name=deputy.name,
        post=deputy.post,
        kinds=", ".join(str(DEPUTY_WORDS[kind]) for kind in deputy.kinds),
        span=f"{words.day(deputy.from_date)}–{words.day(deputy.to_date)}",
        reason=deputy.reason,
        state=state,
        withdraw_url=reverse("organizations:end_deputy", args=[deputy.id]) if is_open else "",
    )


def _succession_row(link: queries.SuccessionLine, unit_id: int) -> SuccessionRow:
    is_heir = link.came_from.id == unit_id
    other = link.went_to if is_heir else link.came_from
    return SuccessionRow(
        way=str(WAY_WORDS[link.kind]),
        day=words.day(link.on_date),
        legal_basis=link.legal_basis,
        function=link.function,
        other=Link(other.name, _unit_url(other.code)) if other else None,
        is_heir=is_heir,
    )


# ── accounts ────────────────────────────────────────────────────────────────────────────────────────────────


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
            previous_url=_address("organizations:accounts", text=text) if after_id else "",
            next_url=_address("organizations:accounts", text=text, after_id=found[-1].id) if is_full else "",
        ),
        open=Link(_("Mở tài khoản"), reverse("organizations:open_account")),
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
        ),
        disable_url=reverse("organizations:disable_account", args=[view.id]) if view.is_active and is_other else "",
        enable_url="" if view.is_active else reverse("organizations:enable_account", args=[view.id]),
    )


def _held_seat(seat: queries.SeatLine) -> HeldSeat:
    return HeldSeat(
        unit=Link(seat.unit.name, _unit_url(seat.unit.code)),
        post=seat.post,
        role=str(ROLE_WORDS[seat.role]),
        span=_span(seat.valid_from, seat.valid_to),
        end=Link(_("Thôi giữ"), reverse("organizations:end_seat", args=[seat.id])) if seat.is_in_force else None,
    )


@dataclass(frozen=True, slots=True)
class OwnAccountPage:
    title: str
    name: str
    seats: tuple[str, ...]
    choose_seat: Link | None
    change_password: Link
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


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _unit_url(code: str) -> str:
    return reverse("organizations:unit", args=[code])


def _address(name: str, **query: Any) -> str:
    return f"{reverse(name)}?{urlencode({key: value for key, value in query.items() if value})}"


def _seat_words(seat: queries.SeatChoice) -> str:
    held: Sequence[str] = [seat.post] if seat.post else []
    stood_in = [_("thay mặt %(post)s") % {"post": seat.acting_for}] if seat.acting_for else []
    return ", ".join([*held, *stood_in])


def _span(first: date | None, last: date | None) -> str:
    if first and last:
        return f"{words.day(first)}–{words.day(last)}"
    if first:
        return _("từ %(day)s") % {"day": words.day(first)}
    return _("đến hết %(day)s") % {"day": words.day(last)} if last else ""
