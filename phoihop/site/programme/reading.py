"""Read a programme file: everything wrong at once with its place, or one frozen value."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from phoihop.site.programme.checks import Item, RuleFaults, duties_of, duty_name, known_to, refuse_contents, world_of
from phoihop.site.programme.shape import refuse_shape
from phoihop.site.programme.sources import Tree, read_tree
from phoihop.site.programme.values import (
    Agreement,
    Clause,
    Duty,
    Known,
    Mandate,
    Organization,
    Party,
    Phase,
    PhaseEvent,
    Plan,
    Problem,
    Programme,
    ProgrammeFile,
    Rule,
    SwapDay,
    Topic,
)


class BrokenFile(ValueError):
    """The file cannot be loaded; `problems` holds everything wrong with it, in the order of the file."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(f"{problem.place}: {problem.sentence}" for problem in self.problems))


def read(path: Path, known: Known | None = None, *, rule_faults: RuleFaults | None = None) -> ProgrammeFile:
    """The file as a value. Refused with BrokenFile: all errors, those against what is known too.

    `rule_faults` gives the sentences of what is wrong with one raw due rule; without it the schema alone judges rules.
    """
    return understand(read_tree(path), known, rule_faults=rule_faults)


def slug_of(tree: Tree) -> str:
    """The slug of the programme the file brings; empty if it adds to one that is loaded. Choose `Known` by it."""
    return Item.root(tree).part("programme").text("slug")


def understand(tree: Tree, known: Known | None = None, *, rule_faults: RuleFaults | None = None) -> ProgrammeFile:
    """As `read`, for a tree that is read already. A file with another programme's slug refers to nothing known."""
    if tree.data is None:
        if not tree.problems:
            refuse_shape(tree, are_rules_read_elsewhere=False)
        raise BrokenFile(tree.problems)
    root = Item.root(tree)
    near = known_to(root, known or Known())
    refuse_shape(tree, are_rules_read_elsewhere=rule_faults is not None)
    refuse_contents(root, near, rule_faults)
    if tree.problems:
        raise BrokenFile(tree.problems)
    return _file(root, near)


def _file(root: Item, known: Known) -> ProgrammeFile:
    world = world_of(root, known)
    return ProgrammeFile(
        is_illustration=root.raw.get("illustration") is True,
        programme=_programme(root.part("programme")) if "programme" in root.raw else None,
        organizations=tuple(map(_organization, root.items("organizations"))),
        mandates=tuple(map(_mandate, root.items("mandates"))),
        duties=tuple(map(_duty, duties_of(root))),
        plans=tuple(
            Plan(one.text("partner"), one.text("mandate"), one.texts("domains"), one.place())
            for one in root.items("plans")
        ),
        phases_per_plan=root.whole("phases_per_plan"),
        topic_kinds=root.texts("topic_kinds"),
        phases=tuple(Phase(one.text("key"), one.text("name"), one.place()) for one in root.items("phases")),
        agreements=_agreements(root, world.plans, world.lead),
        rules=tuple(_rule(root.part("rules"), duty) for duty in sorted(root.part("rules").raw)),
        time_zone=root.part("calendar").text("time_zone"),
        swap_days=tuple(map(_swap, root.part("calendar").items("swap_days"))),
        topics=tuple(map(_topic, root.items("topics"))),
        events=tuple(map(_event, root.items("events"))),
    )


def _programme(item: Item) -> Programme:
    period = item.part("period")
    return Programme(
        slug=item.text("slug"),
        title=item.text("title"),
        territory=item.text("territory"),
        level=item.text("level"),
        lead=item.text("lead"),
        first_year=period.raw["from"],
        last_year=period.raw["to"],
        reported_date=item.day("reported_on"),
        place=item.place(),
    )


def _organization(item: Item) -> Organization:
    return Organization(
        key=item.text("key"),
        name=item.text("name"),
        kind=item.text("kind"),
        level=item.text("level"),
        parent=item.text("parent"),
        short=item.text("short"),
        place=item.place(),
    )


def _mandate(item: Item) -> Mandate:
    return Mandate(
        number=item.text("number"),
        type=item.text("type"),
        issuer=item.text("issuer"),
        title=item.text("title"),
        issued_date=item.day("date"),
        status=item.text("status"),
        supersedes=item.text("supersedes"),
        implements=item.text("implements"),
        place=item.place(),
    )


def _duty(item: Item) -> Duty:
    name = duty_name(item)
    role = name.partition(".")[0]
    return Duty(name, role, item.text("text"), item.text("when"), item.texts("channels"), item.place())


def _agreements(root: Item, plans: tuple[str, ...], lead: str) -> tuple[Agreement, ...]:
    shared = root.part("agreements")
    if shared.raw:
        return tuple(_agreement(shared, partner, lead) for partner in plans)
    return tuple(_agreement(one, one.text("partner"), lead) for one in root.items("agreements"))


def _agreement(item: Item, partner: str, lead: str) -> Agreement:
    parties = tuple(Party(party.text("unit"), party.text("role")) for party in item.items("parties"))
    return Agreement(
        partner=partner,
        title=item.text("title"),
        mandate=item.text("mandate"),
        from_date=item.part("in_force").day("from"),
        to_date=item.part("in_force").day("to"),
        parties=parties or (Party(lead, "lead"), Party(partner, "partner")),
        clauses=tuple(
            Clause(clause.text("id"), clause.text("duty"), clause.text("text"), clause.place())
            for clause in item.items("clauses")
        ),
        place=item.place(),
    )


def _rule(rules: Item, duty: str) -> Rule:
    rule = rules.part(duty)
    terms = {name: tuple(value) if isinstance(value, list) else value for name, value in rule.raw.items()}
    return Rule(duty, tuple(sorted(terms.items())), rules.place(duty))


def _swap(item: Item) -> SwapDay:
    return SwapDay(_day(item, "off"), _day(item, "working"), item.place())


def _topic(item: Item) -> Topic:
    return Topic(item.text("plan"), item.text("kind"), item.text("title"), _day(item, "selected"), item.place())


def _event(item: Item) -> PhaseEvent:
    return PhaseEvent(item.text("what"), item.text("phase"), _day(item, "on"), item.text("plan"), item.place())


def _day(item: Item, name: str) -> date:
    """A day that the schema demands, so it is there."""
    return date.fromisoformat(item.raw[name])
