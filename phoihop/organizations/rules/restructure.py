"""A reorganisation as it is written: what becomes of which unit, and who takes what. No framework.

The document has the shape of `restructure.schema.json`; whether what it names exists is asked elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

ENDING = ("rename", "merge", "absorb", "split", "dissolve")  # the unit exists no longer
CHANGES = ("change_parent", "change_level", "change_territory")  # the unit stays what it is
STEPS = (*ENDING, "move_function", *CHANGES)
SUCCESSION_OF = {kind: kind for kind in ENDING} | {"move_function": "function_transfer"}

BATCH = {
    "PROPOSED": {"approve": "PROPOSED", "apply": "APPLIED", "withdraw": "WITHDRAWN"},
    "APPLIED": {"undo": "UNDONE"},
    "UNDONE": {"apply": "APPLIED", "withdraw": "WITHDRAWN"},
    "WITHDRAWN": {},
}
APPROVERS = 2
UNDO_DAYS = 30
STAYS = "stays"  # an answer: it stays where it is

Trail = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Creation:
    """A new unit."""

    ref: str
    name: str
    kind: str
    level: str
    parent: str
    short: str
    trail: Trail


@dataclass(frozen=True, slots=True)
class Place:
    """A territory that begins, or goes on under another name or code; `into_it` ended and became part of it."""

    slug: str
    name: str
    level: str
    parent: str
    code: str
    into_it: tuple[str, ...]
    trail: Trail


@dataclass(frozen=True, slots=True)
class Part:
    """An heir, and what it takes where not all goes to one: codes, duties or other groups, titles of posts."""

    ref: str
    function: str = ""
    takes: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of the decision."""

    kind: str
    froms: tuple[str, ...]
    parts: tuple[Part, ...]
    default: str  # who takes what nothing else decides; STAYS; or nobody: then it is asked
    posts: Mapping[str, str]  # title of a post -> its title at the heir
    parent: str
    level: str
    territory: str
    trail: Trail


@dataclass(frozen=True, slots=True)
class Document:
    key: str
    title: str
    on_date: date
    legal_basis: str
    territory: str  # whose slug the code of the batch carries
    places: tuple[Place, ...]
    creates: tuple[Creation, ...]
    steps: tuple[Step, ...]
    answers: Mapping[str, str]

    @property
    def last_day(self) -> date:
        """Of what ends."""
        return self.on_date - timedelta(days=1)


def read_document(raw: Mapping[str, Any]) -> Document:
    """The document as values; `raw` has the right shape."""
    head = raw["batch"]
    return Document(
        key=head["key"],
        title=head["title"],
        on_date=date.fromisoformat(head["date"]),
        legal_basis=head["legal_basis"],
        territory=head.get("territory") or _first_place(raw),
        places=tuple(_place(one, ("territories", n)) for n, one in enumerate(raw.get("territories") or ())),
        creates=tuple(_creation(one, ("create", n)) for n, one in enumerate(raw.get("create") or ())),
        steps=tuple(_step(one, n) for n, one in enumerate(raw.get("steps") or ())),
        answers={str(key): str(value) for key, value in (raw.get("answers") or {}).items()},
    )


def _first_place(raw: Mapping[str, Any]) -> str:
    """Where the first unit is that something becomes of."""
    for step in raw.get("steps") or ():
        told: Mapping[str, Any] = next(iter(step.values()))
        named = told.get("from") or told.get("unit") or ""
        return str(named if isinstance(named, str) else named[0]).partition("/")[0]
    made = [*(raw.get("create") or ()), *(raw.get("territories") or ())]
    return str(made[0].get("territory") or made[0].get("slug")) if made else ""


def _place(one: Mapping[str, Any], trail: Trail) -> Place:
    return Place(
        slug=one["slug"],
        name=one.get("name") or "",
        level=one.get("level") or "",
        parent=one.get("parent") or "",
        code=one.get("code") or "",
        into_it=tuple(one.get("from") or ()),
        trail=trail,
    )


def _creation(one: Mapping[str, Any], trail: Trail) -> Creation:
    return Creation(
        ref=f"{one['territory']}/{one['key']}",
        name=one["name"],
        kind=one["kind"],
        level=one["level"],
        parent=one.get("parent") or "",
        short=one.get("short") or "",
        trail=trail,
    )


def _step(one: Mapping[str, Any], number: int) -> Step:
    (kind,) = one
    told = one[kind]
    froms = told.get("from") or told.get("unit") or ()
    return Step(
        kind=kind,
        froms=(froms,) if isinstance(froms, str) else tuple(froms),
        parts=tuple(_parts(told)),
        default=told.get("default") or "",
        posts=told.get("posts") or {},
        parent=told.get("parent") or "",
        level=told.get("level") or "",
        territory=told.get("territory") or "",
        trail=("steps", number, kind),
    )


def _parts(told: Mapping[str, Any]) -> Iterable[Part]:
    heirs = told.get("to") or ()
    for heir in (heirs,) if isinstance(heirs, str) else heirs:
        if isinstance(heir, str):
            yield Part(
                heir,
                told.get("function") or "",
                frozenset(told.get("takes") or ()),
                frozenset(told.get("takes_posts") or ()),
            )
        else:
            yield Part(
                heir["unit"],
                heir.get("function") or "",
                frozenset(heir.get("takes") or ()),
                frozenset(heir.get("posts") or ()),
            )


@dataclass(slots=True)
class Route:
    """What becomes of one unit, all steps together."""

    ref: str
    ending: Step | None = None
    parts: tuple[Part, ...] = ()
    default: str = ""  # an heir, STAYS, or nobody
    posts: Mapping[str, str] | None = None

    @property
    def whole(self) -> str:
        """The one heir of everything, if there is one."""
        return self.parts[0].ref if len(self.parts) == 1 and self.default == self.parts[0].ref else ""

    def heirs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*(part.ref for part in self.parts), *([self.default] if self.default else [])]))


def routes(document: Document) -> dict[str, Route]:
    """Of each unit that hands something over, who takes it; functions that move come before the rest."""
    found: dict[str, Route] = {}
    for step in document.steps:
        if step.kind in CHANGES:
            continue
        for ref in step.froms:
            route = found.setdefault(ref, Route(ref))
            if step.kind == "move_function":
                route.parts = (*step.parts, *route.parts)
                if route.ending is None:
                    route.default = step.default
                continue
            route.ending, route.posts = step, step.posts
            route.parts = (*route.parts, *step.parts)
            route.default = step.default or (step.parts[0].ref if step.kind in ("rename", "merge", "absorb") else "")
    return found


def digest_of(raw: Mapping[str, Any]) -> str:
    """What approvers approve: the whole document with its answers, however it is laid out."""
    return hashlib.sha256(
        json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def circle_of(parents: Mapping[str, str]) -> str:
    """A unit that would stand under itself, or nothing."""
    for start in sorted(parents):
        seen, here = {start}, parents[start]
        while here:
            if here in seen:
                return start
            seen.add(here)
            here = parents.get(here, "")
    return ""


def answer_for(answers: Mapping[str, str], ref: str, kind: str, group: str, code: str) -> str:
    """The nearest answer: about the thing, its group, its kind, the whole unit."""
    for key in (f"{ref}:{code}", f"{ref}:{kind}:{group}", f"{ref}:{kind}", ref):
        if key in answers:
            return answers[key]
    return ""


def part_for(parts: Iterable[Part], *marks: str) -> str:
    """The heir that takes what carries one of these marks: its code, what it belongs to, its duty."""
    return next((part.ref for part in parts if not part.takes.isdisjoint(marks)), "")
