"""The list of units and the page of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground.actor import ROLE_WORDS, Actor
from phoihop.ground.parts import Empty, Link, Note, words
from phoihop.ground.powers import SIGNED_IN, may
from phoihop.ground.sheet import Shown, shown_on
from phoihop.organizations import queries
from phoihop.organizations.pages.pieces import INDENT, address, span, unit_url
from phoihop.organizations.pages.presence import UnitPresence, unit_presence
from phoihop.organizations.queries.words import DEPUTY_WORDS, KIND_WORDS, LEVEL_WORDS, WAY_WORDS


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
            Link(inner.name, address("organizations:units", territory=inner.slug))
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
        span=span(line.valid_from, line.valid_to),
        tag=words.illustration(line.is_illustration),
    )


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
    presence: UnitPresence
    no_posts: Empty
    panels: tuple[Shown, ...]
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
        parents=tuple(Link(above.name, unit_url(above.code)) for above in view.parents),
        ended=_ended(view) if is_ended else None,
        posts=tuple(_post_row(post, is_keeper=can_change) for post in view.posts),
        deputies=tuple(_deputy_row(deputy, may_withdraw=view.may_name_deputies) for deputy in view.deputies),
        children=tuple(_unit_row(child) for child in view.children),
        successions=tuple(_succession_row(link, line.id) for link in view.successions),
        acts=_acts_on_unit(line, is_keeper=is_keeper, can_change=can_change),
        create_post=Link(_("Lập chức vụ"), reverse("organizations:create_post", args=[code])) if can_change else None,
        name_deputy=Link(_("Cử người thay mặt"), reverse("organizations:name_deputy", args=[code]))
        if view.may_name_deputies and view.posts and not is_ended
        else None,
        presence=unit_presence(actor, line.id, code, at, is_ended=is_ended),
        no_posts=Empty(_("Chưa có chức vụ nào"), _("Việc gắn với cơ quan và chức vụ; quản trị viên lập chức vụ.")),
        panels=shown_on("unit", actor, code, at),
        why=str(SIGNED_IN),
    )


def _ended(view: queries.UnitView) -> Note:
    """Since when, and who came after it: an old address leads on."""
    heirs = [step.went_to for step in view.successions if step.came_from.id == view.line.id and step.went_to]
    last = words.day(view.line.valid_to) if view.line.valid_to else ""
    link = Link(_("Nay là %(name)s") % {"name": heirs[0].name}, unit_url(heirs[0].code)) if len(heirs) == 1 else None
    return Note(_("Đã kết thúc hoạt động"), last, link=link)


def _facts(view: queries.UnitView) -> tuple[tuple[str, str], ...]:
    line = view.line
    facts = (
        (_("Mã"), line.code),
        (_("Tên gọn"), line.short),
        (_("Loại"), str(KIND_WORDS[line.kind])),
        (_("Cấp"), str(LEVEL_WORDS[line.level])),
        (_("Địa bàn"), view.territory_name),
        (_("Hoạt động"), span(line.valid_from, line.valid_to)),
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
        other=Link(other.name, unit_url(other.code)) if other else None,
        is_heir=is_heir,
    )
