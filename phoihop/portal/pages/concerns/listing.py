"""What everybody may see of all concerns: how many, where, about what; and those a moderator has let be listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from phoihop.ground.parts import Empty, Glyph, Pager, State
from phoihop.portal.pages.concerns.following import ICONS, day_of, iso_of
from phoihop.portal.pages.frame import Site
from phoihop.portal.pages.heads import Head
from phoihop.portal.pages.items import read_key, write_key
from phoihop.publications import queries

MOST_TILES = 12
LINES = 20


@dataclass(frozen=True, slots=True)
class Line:
    url: str
    code: str
    title: str
    state: Glyph
    unit: str
    where: str
    day: str
    iso: str
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class TileLine:
    """One tile: `count` is the number or "dưới 5"; `level` 0–4 is how dark it stands, `is_few` hatched."""

    name: str
    url: str
    count: str
    level: int
    is_few: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class Tiles:
    finding: str
    counted: str
    tiles: tuple[TileLine, ...]
    rest: tuple[TileLine, ...]  # in the table only


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    title: str
    lede: str
    lines: tuple[Line, ...]
    pager: Pager
    empty: Empty | None
    services: tuple[Choice, ...]
    places: tuple[Choice, ...]
    states: tuple[Choice, ...]
    by_service: Tiles | None
    by_place: Tiles | None
    write_url: str
    list_url: str
    code_url: str
    few_said: str
    head: Head


def list_page(asked: Mapping[str, str], site: Site) -> ListPage:
    service, place, state = (asked.get(name, "")[:40] for name in ("linh-vuc", "dia-ban", "buoc"))
    known = queries.portal_note()
    services = {one.key: _named(one, site) for one in queries.services(known.territory, is_open_only=False)}
    places = {one.key: one.name for one in queries.places()}
    states = {"open": _("Đang giải quyết"), "done": _("Đã trả lời")}
    known_of = ((service, services), (place, places), (state, states))
    service, place, state = (key if key in names else "" for key, names in known_of)
    before = asked.get("truoc", "")
    found, key = queries.listed(
        known.territory, service=service, place=place, state=state, before=read_key(before), limit=LINES
    )
    tallies = queries.tallies(known.territory)
    chosen = {name: value for name, value in (("linh-vuc", service), ("dia-ban", place), ("buoc", state)) if value}
    path = site.url("/phan-anh/")

    def url(**changed: str) -> str:
        asking = chosen | {name.replace("_", "-"): value for name, value in changed.items()}
        return f"{path}?{urlencode(asking)}" if asking else path

    by_service = {one.service: one.count for one in tallies.tiles if one.place == place} if place else tallies.services
    by_place = {one.place: one.count for one in tallies.tiles if one.service == service} if service else tallies.places
    return ListPage(
        title=_("Phản ánh, kiến nghị"),
        lede=_("Ai cũng xem được việc gì đang được giải quyết, ở đâu, cơ quan nào trả lời và trước ngày nào."),
        lines=tuple(_line(one, site, services, places) for one in found),
        pager=Pager(
            previous_url=url() if before else "",
            next_url=url(truoc=write_key(key)) if key else "",
            words=_("Mới nhất trước"),
        ),
        empty=None if found else _empty(is_filtered=bool(chosen)),
        services=_choices(services, service),
        places=_choices(places, place),
        states=_choices(states, state),
        by_service=_tiles(by_service, services, service, lambda key: url(linh_vuc=key), _("Theo lĩnh vực")),
        by_place=_tiles(by_place, places, place, lambda key: url(dia_ban=key), _("Theo địa bàn")),
        write_url=site.url("/phan-anh/viet/"),
        list_url=path,
        code_url=site.url("/ma/"),
        few_said=_(
            "Số dưới %(few)s, và số có thể suy ra từ đó, không được nêu để không chỉ ra ai đã phản ánh. Phản ánh của "
            "nhiều người về cùng một việc được gộp và đếm một lần."
        )
        % {"few": queries.FEW},
        head=Head(
            description=_("Phản ánh, kiến nghị của người dân: đang giải quyết và đã trả lời."), is_indexed=not before
        ),
    )


def _named(one: queries.ServiceLine, site: Site) -> str:
    return one.english if site.is_english and one.english else one.name


def _line(one: queries.TrackingValue, site: Site, services: Mapping[str, str], places: Mapping[str, str]) -> Line:
    where = [name for name in (services.get(one.service, ""), places.get(one.place, "")) if name]
    return Line(
        url=site.url(f"/phan-anh/{one.code}/"),
        code=one.code,
        title=one.title,
        state=Glyph.of(ICONS.get(one.state, State.DOING), one.state_words),
        unit=one.unit_name,
        where=" · ".join(where),
        day=day_of(one.received_at),
        iso=iso_of(one.received_at),
        is_illustration=one.is_illustration,
    )


def _choices(names: Mapping[str, str], chosen: str) -> tuple[Choice, ...]:
    return (Choice("", _("Tất cả"), not chosen), *(Choice(key, name, key == chosen) for key, name in names.items()))


def _tiles(
    counts: Mapping[str, int | None], names: Mapping[str, str], chosen: str, url: Callable[[str], str], title: str
) -> Tiles | None:
    told = [(count, key) for key, count in counts.items() if count is not None]
    told.sort(key=lambda one: (-one[0], one[1]))
    few = sorted(key for key, count in counts.items() if count is None)
    if not told and not few:
        return None
    most = told[0][0] if told else 1
    lines = []
    for count, key in told:
        level = 1 + count * 4 // (most + 1)
        lines.append(
            TileLine(_name(names, key), url(key), str(count), level, is_few=False, is_current=_is(key, chosen))
        )
    hidden = [
        TileLine(_name(names, key), url(key), _("không nêu"), 0, is_few=True, is_current=_is(key, chosen))
        for key in few
    ]
    whole = [*lines, *hidden]
    finding = _("%(title)s: nhiều nhất ở “%(name)s”") % {"title": title, "name": lines[0].name} if lines else title
    return Tiles(finding, _("Số phản ánh đã nhận"), tuple(whole[:MOST_TILES]), tuple(whole[MOST_TILES:]))


def _is(key: str, chosen: str) -> bool:
    """Whether the tile is the one chosen; a place that is not known is nobody's choice."""
    return bool(chosen) and key == chosen


def _name(names: Mapping[str, str], key: str) -> str:
    return names.get(key) or (key or _("Không rõ nơi"))


def _empty(*, is_filtered: bool) -> Empty:
    if is_filtered:
        return Empty(_("Không có phản ánh nào khớp bộ lọc này."), _("Bỏ bớt điều kiện lọc để xem thêm."))
    return Empty(
        _("Chưa có phản ánh nào được công khai."), _("Phản ánh hiện ở đây sau khi đã che tên và thông tin riêng.")
    )
