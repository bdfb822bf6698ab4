"""What a schema cannot say of a programme file: twins, references, cycles, order of dates. Nothing is built here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from phoihop.site.programme.shape import named, shown, suggesting
from phoihop.site.programme.sources import Trail, Tree
from phoihop.site.programme.values import Known, Place

RuleFaults = Callable[[object], Iterable[str]]


@dataclass(frozen=True)
class Item:
    """One mapping of the tree, read tolerantly: what does not fit is as if it were open; the schema has refused it."""

    tree: Tree
    trail: Trail
    raw: Mapping[str, Any]

    @classmethod
    def root(cls, tree: Tree) -> Item:
        return cls(tree, (), tree.data if isinstance(tree.data, dict) else {})

    def text(self, name: str) -> str:
        value = self.raw.get(name)
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.raw.get(name)
        return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()

    def day(self, name: str) -> date | None:
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            return None

    def whole(self, name: str) -> int | None:
        value = self.raw.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def part(self, name: str) -> Item:
        value = self.raw.get(name)
        return Item(self.tree, (*self.trail, name), value if isinstance(value, dict) else {})

    def items(self, name: str) -> list[Item]:
        value = self.raw.get(name)
        rows = enumerate(value) if isinstance(value, list) else ()
        return [Item(self.tree, (*self.trail, name, index), row) for index, row in rows if isinstance(row, dict)]

    def place(self, name: str = "") -> Place:
        return self.tree.place((*self.trail, name) if name else self.trail)

    def refuse(self, name: str, complaint: str) -> None:
        self.tree.refuse(self.place(name), named((*self.trail, name) if name else self.trail, complaint))


@dataclass(frozen=True)
class World:
    """What the file may refer to: its own items and what is known already."""

    units: Collection[str]
    mandates: Collection[str]
    duties: Collection[str]
    plans: tuple[str, ...]
    phases: tuple[str, ...]
    topic_kinds: tuple[str, ...]
    lead: str
    years: tuple[int, int] | None
    phases_per_plan: int | None


def known_to(root: Item, known: Known) -> Known:
    """What is known, if the file is about the same programme; nothing, if it brings another one."""
    slug = root.part("programme").text("slug")
    return known if not slug or slug == known.slug else Known()


def world_of(root: Item, known: Known) -> World:
    programme = root.part("programme")
    period = programme.part("period")
    first, last = period.whole("from"), period.whole("to")
    plans = [*known.plans, *_texts(root.items("plans"), "partner")]
    return World(
        units={*known.units, *_texts(root.items("organizations"), "key")},
        mandates={*known.mandates, *_texts(root.items("mandates"), "number")},
        duties={*known.duties, *(duty_name(duty) for duty in duties_of(root))},
        plans=tuple(dict.fromkeys(plans)),
        phases=tuple(_texts(root.items("phases"), "key")) or known.phases,
        topic_kinds=root.texts("topic_kinds") or known.topic_kinds,
        lead=programme.text("lead") or known.lead,
        years=(first, last) if first is not None and last is not None else known.period,
        phases_per_plan=root.whole("phases_per_plan") or known.phases_per_plan,
    )


def duties_of(root: Item) -> list[Item]:
    duties = root.part("duties")
    return [duty for role in duties.raw for duty in duties.items(role)]


def duty_name(duty: Item) -> str:
    return f"{duty.trail[1]}.{duty.text('key')}"


def refuse_contents(root: Item, known: Known, rule_faults: RuleFaults | None) -> None:
    """Add a problem for everything that contradicts itself, the rest of the file, or what is known."""
    world = world_of(root, known)
    if not root.raw.get("programme") and not known.slug and root.raw:
        root.tree.refuse(Place(), _("Tệp không có phần “programme”, và chưa có chương trình nào được nạp"))
    _programme(root.part("programme"), world)
    _organizations(root, known, world)
    _mandates(root, known, world)
    _twins([(duty, "key", duty_name(duty)) for duty in duties_of(root)])
    _plans(root, world)
    _phases(root, world)
    _agreements(root, world)
    _rules(root.part("rules"), world, rule_faults)
    _calendar(root.part("calendar"))
    _topics(root, world)
    _events(root, world)


def _programme(programme: Item, world: World) -> None:
    _known(programme, "lead", world.units, _no_unit())
    period = programme.part("period")
    first, last = period.whole("from"), period.whole("to")
    if first is not None and last is not None and first > last:
        period.refuse("from", _("năm đầu %(first)d sau năm cuối %(last)d") % {"first": first, "last": last})


def _organizations(root: Item, known: Known, world: World) -> None:
    units = root.items("organizations")
    _twins([(unit, "key", unit.text("key")) for unit in units])
    for unit in units:
        _known(unit, "parent", world.units, _no_unit())
    links = {key: (parent,) for key, parent in known.units.items()}
    links |= {unit.text("key"): (unit.text("parent"),) for unit in units}
    _cycles(links, {unit.text("key"): unit for unit in units}, "parent", _("cấp trên đi thành vòng: %(circle)s"))


def _mandates(root: Item, known: Known, world: World) -> None:
    mandates = root.items("mandates")
    by_number = {mandate.text("number"): mandate for mandate in mandates}
    _twins([(mandate, "number", mandate.text("number")) for mandate in mandates])
    for mandate in mandates:
        _known(mandate, "issuer", world.units, _no_unit())
        _known(mandate, "supersedes", world.mandates, _no_mandate())
        _known(mandate, "implements", world.mandates, _no_mandate())
        for name in ("supersedes", "implements"):
            earlier = by_number.get(mandate.text(name))
            mine, theirs = mandate.day("date"), earlier.day("date") if earlier else None
            if mine and theirs and mine < theirs:
                mandate.refuse("date", _("ngày này trước ngày của “%(number)s”") % {"number": mandate.text(name)})
    links = dict(known.mandates)
    links |= {number: (one.text("supersedes"), one.text("implements")) for number, one in by_number.items()}
    _cycles(links, by_number, "supersedes", _("các văn bản viện dẫn nhau thành vòng: %(circle)s"))


def _plans(root: Item, world: World) -> None:
    plans = root.items("plans")
    _twins([(plan, "partner", plan.text("partner")) for plan in plans])
    for plan in plans:
        _known(plan, "partner", world.units, _no_unit())
        _known(plan, "mandate", world.mandates, _no_mandate())
        _not_the_lead(plan, world)


def _not_the_lead(item: Item, world: World) -> None:
    if world.lead and item.text("partner") == world.lead:
        item.refuse("partner", _("cơ quan chủ trì không thể là cơ quan phối hợp của chính mình"))


def _phases(root: Item, world: World) -> None:
    phases = root.items("phases")
    _twins([(phase, "key", phase.text("key")) for phase in phases])
    kinds = root.texts("topic_kinds")
    if len(set(kinds)) < len(kinds):
        root.refuse("topic_kinds", _("có loại bị lặp lại"))
    if phases and world.phases_per_plan and len(phases) != world.phases_per_plan:
        root.refuse(
            "phases",
            _("có %(count)d giai đoạn, nhưng phases_per_plan là %(wanted)d")
            % {"count": len(phases), "wanted": world.phases_per_plan},
        )


def _agreements(root: Item, world: World) -> None:
    agreements = root.items("agreements")
    _twins([(agreement, "partner", agreement.text("partner")) for agreement in agreements])
    for agreement in agreements:
        _known(agreement, "partner", world.units, _no_unit())
        _not_the_lead(agreement, world)
        _parties(agreement, world)
    if isinstance(root.raw.get("agreements"), dict):
        agreements = [root.part("agreements")]
        if not world.plans:
            root.refuse("agreements", _("mẫu chung cần có ít nhất một kế hoạch (plans)"))
    for agreement in agreements:
        _known(agreement, "mandate", world.mandates, _no_mandate())
        _in_order(agreement.part("in_force"), "from", "to")
        clauses = agreement.items("clauses")
        _twins([(clause, "id", clause.text("id")) for clause in clauses])
        for clause in clauses:
            _known(clause, "duty", world.duties, _no_duty())


def _parties(agreement: Item, world: World) -> None:
    parties = agreement.items("parties")
    _twins([(party, "unit", party.text("unit")) for party in parties])
    for party in parties:
        _known(party, "unit", world.units, _no_unit())
    if not parties:
        return
    if [party.text("role") for party in parties].count("lead") != 1:
        agreement.refuse("parties", _("phải có đúng một bên có vai trò lead"))
    if not any((party.text("unit"), party.text("role")) == (agreement.text("partner"), "partner") for party in parties):
        agreement.refuse("parties", _("phải có bên nêu ở “partner”, với vai trò partner"))


def _rules(rules: Item, world: World, rule_faults: RuleFaults | None) -> None:
    for duty, raw in rules.raw.items():
        if duty not in world.duties:
            sentence = _("Không có nghĩa vụ “%(key)s”") % {"key": shown(duty)}
            rules.tree.refuse(rules.place(duty), suggesting(sentence, duty, world.duties))
        rule = rules.part(duty)
        for phase in rule.texts("phases"):
            _one_known(rule, "phases", phase, world.phases, _no_phase())
        for side in ("after", "before"):
            role, _dot, rest = rule.text(side).partition(".")
            if role in ("partner", "lead"):
                _one_known(rule, side, f"{role}.{rest.partition('.')[0]}", world.duties, _no_duty())
        for sentence in rule_faults(raw) if rule_faults else ():
            rules.refuse(duty, sentence)


def _calendar(calendar: Item) -> None:
    zone = calendar.text("time_zone")
    if zone and zone not in available_timezones():
        calendar.refuse(
            "time_zone", _("không có múi giờ “%(zone)s”, ví dụ đúng: Asia/Ho_Chi_Minh") % {"zone": shown(zone)}
        )
    swaps = calendar.items("swap_days")
    _twins([(swap, name, swap.text(name)) for swap in swaps for name in ("off", "working")])


def _topics(root: Item, world: World) -> None:
    topics = root.items("topics")
    _twins([(one, "title", (one.text("plan"), one.text("title"), _year(one.day("selected")))) for one in topics])
    for topic in topics:
        _known(topic, "plan", world.plans, _no_plan())
        if world.topic_kinds:
            _known(topic, "kind", world.topic_kinds, _("chương trình không có loại “%(key)s”"))
        _in_period(topic, "selected", world)


def _events(root: Item, world: World) -> None:
    events = root.items("events")
    seen: dict[tuple[str, ...], date] = {}
    _twins([(event, "what", _event_key(event)) for event in events])
    for event in events:
        _known(event, "phase", world.phases, _no_phase())
        _known(event, "plan", world.plans, _no_plan())
        _in_period(event, "on", world)
        if on := event.day("on"):
            seen.setdefault(_event_key(event), on)
    for event in events:
        entered = seen.get(("phase.entered", *_event_key(event)[1:]))
        ended = event.day("on")
        if event.text("what") == "phase.end" and entered and ended and ended < entered:
            event.refuse("on", _("giai đoạn kết thúc trước khi bắt đầu (%(day)s)") % {"day": entered.isoformat()})


def _event_key(event: Item) -> tuple[str, str, str, str]:
    return event.text("what"), event.text("phase"), event.text("plan"), _year(event.day("on"))


def _in_period(item: Item, name: str, world: World) -> None:
    day = item.day(name)
    if day and world.years and not world.years[0] <= day.year <= world.years[1]:
        item.refuse(
            name,
            _("%(day)s nằm ngoài thời kỳ %(first)d-%(last)d của chương trình")
            % {"day": day.isoformat(), "first": world.years[0], "last": world.years[1]},
        )


def _in_order(span: Item, first: str, last: str) -> None:
    start, end = span.day(first), span.day(last)
    if start and end and start > end:
        span.refuse(first, _("ngày đầu %(first)s sau ngày cuối %(last)s") % {"first": start, "last": end})


def _twins(keys: list[tuple[Item, str, Any]]) -> None:
    """Refuse a second item with the same key; an open key is nobody's twin."""
    first: dict[Any, Place] = {}
    for item, name, key in keys:
        if not key or not item.text(name):
            continue
        if key in first:
            item.refuse(
                name,
                _("“%(key)s” bị lặp lại, đã có ở %(place)s") % {"key": shown(item.text(name)), "place": first[key]},
            )
        first.setdefault(key, item.place(name))


def _known(item: Item, name: str, known: Collection[str], sentence: str) -> None:
    if item.text(name):
        _one_known(item, name, item.text(name), known, sentence)


def _one_known(item: Item, name: str, key: str, known: Collection[str], sentence: str) -> None:
    if key not in known:
        item.refuse(name, suggesting(sentence % {"key": shown(key)}, key, known))


def _cycles(links: Mapping[str, tuple[str, ...]], items: Mapping[str, Item], name: str, sentence: str) -> None:
    """Refuse each circle once, at its first item in the file. Walks without recursion: chains may be long."""
    is_open: dict[str, bool] = {}
    for start in items:
        if start in is_open:
            continue
        path, walks = [start], [iter(links.get(start, ()))]
        is_open[start] = True
        while walks:
            to = next(walks[-1], None)
            if to is None:
                walks.pop()
                is_open[path.pop()] = False
            elif is_open.get(to):
                circle = path[path.index(to) :]
                here = min((items[key] for key in circle if key in items), key=Item.place)
                here.refuse(name, sentence % {"circle": " → ".join(map(shown, [*circle, to]))})
            elif to in links and to not in is_open:
                is_open[to] = True
                path.append(to)
                walks.append(iter(links[to]))


def _texts(items: list[Item], name: str) -> list[str]:
    return [item.text(name) for item in items if item.text(name)]


def _year(day: date | None) -> str:
    return str(day.year) if day else ""


def _no_unit() -> str:
    return _("không có đơn vị “%(key)s”")


def _no_mandate() -> str:
    return _("không có văn bản “%(key)s”")


def _no_duty() -> str:
    return _("không có nghĩa vụ “%(key)s”")


def _no_phase() -> str:
    return _("không có giai đoạn “%(key)s”")


def _no_plan() -> str:
    return _("không có kế hoạch của “%(key)s”")
