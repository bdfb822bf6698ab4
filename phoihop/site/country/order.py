"""Which body is made when, and like which other one: bodies of one variant differ in names and numbers alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from phoihop.site.country.places import Body, bodies

PROVINCE_VARIANTS = 2
COMMUNE_VARIANTS = 12  # about eight communes of a province are alike; each variant costs two bodies by the commands


@dataclass(frozen=True, slots=True)
class Turn:
    """A body in its turn. `is_sample`: made by the commands; all others of its variant can be stamped from two such."""

    body: Body
    above: Body | None  # the province of a commune
    variant: str
    is_sample: bool

    @property
    def slug(self) -> str:
        return self.body.territory


def turns(scale: float, commune_variants: int = COMMUNE_VARIANTS) -> list[Turn]:
    """Every body of the scale, samples first, each after the province it lies in."""
    all_turns = list(_varied(bodies(scale), commune_variants))
    provinces = _samples([turn for turn in all_turns if turn.above is None])
    near = [turn for turn in all_turns if turn.above and turn.above.territory in provinces]
    samples = provinces | _samples(near)
    marked = [Turn(t.body, t.above, t.variant, t.slug in samples) for t in all_turns]
    return sorted(marked, key=lambda turn: (not turn.is_sample, turn.above is not None))  # stable


def _varied(places: Iterator[Body], commune_variants: int) -> Iterator[Turn]:
    above: Body | None = None
    provinces = communes = 0
    for body in places:
        if body.level == "province":
            above, communes = body, 0
            yield Turn(body, None, f"province {provinces % PROVINCE_VARIANTS}", False)
            provinces += 1
        else:
            yield Turn(body, above, f"commune {communes % commune_variants}", False)
            communes += 1


def _samples(found: list[Turn]) -> set[str]:
    """Two of each variant that tell the most apart: in two provinces, with names of several words and other lengths."""
    samples = set()
    for _variant, group in groupby(sorted(found, key=attrgetter("variant")), attrgetter("variant")):
        alike = list(group)
        one = min(alike, key=lambda turn: len(turn.body.bare_name.split()) < 2)
        others = [turn for turn in alike if turn is not one]
        samples.add(one.slug)
        if others:
            samples.add(min(others, key=lambda turn: _likeness(one, turn)).slug)
    return samples


def _likeness(one: Turn, other: Turn) -> tuple[bool, ...]:
    a, b = one.body, other.body
    return (
        a.bare_name == b.bare_name,
        len(b.bare_name.split()) < 2,
        a.parent == b.parent,
        len(a.name.encode()) == len(b.name.encode()),
        len(a.name) == len(b.name),
    )
