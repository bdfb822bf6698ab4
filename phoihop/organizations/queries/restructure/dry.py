"""A plan as it is shown before anybody approves it: what goes where, who moves, what is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from phoihop.organizations.queries.restructure.planning import Planned, plan
from phoihop.organizations.queries.units import unit_names
from phoihop.organizations.rules.restructure import CHANGES, Document


@dataclass(frozen=True, slots=True)
class FateLine:
    """What becomes of a unit."""

    ref: str
    name: str
    kind: str  # of the step; "" of a unit that is created
    heirs: tuple[str, ...]
    last_day: date | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class GoesLine:
    """Things of one kind that go from one unit to another; or that stay because something stands for them already."""

    kind: str
    words: str
    from_ref: str
    from_name: str
    to_ref: str
    to_name: str
    codes: tuple[str, ...]
    note: str = ""

    @property
    def count(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A seat or a deputyship and what becomes of it: `what` is "moves", "joins", "ends" or "asked"."""

    name: str
    role: str  # "" of a deputy
    post: str
    unit: str
    to_post: str
    to_unit: str
    what: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class QuestionLine:
    key: str
    sentence: str
    choices: tuple[tuple[str, str], ...]  # ref and name
    default: str
    answer: str
    codes: tuple[str, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class DryRun:
    document: Document
    fates: tuple[FateLine, ...]
    goes: tuple[GoesLine, ...]
    people: tuple[PersonLine, ...]
    questions: tuple[QuestionLine, ...]

    @property
    def open_questions(self) -> tuple[QuestionLine, ...]:
        return tuple(question for question in self.questions if question.is_open)

    @property
    def count(self) -> int:
        return sum(line.count for line in self.goes)


def dry_run(document: Document) -> DryRun:
    """Nothing is changed. The document has no faults."""
    made = plan(document)
    return DryRun(
        document=document,
        fates=tuple(_fates(made)),
        goes=tuple(_goes(made)),
        people=tuple(_people(made)),
        questions=tuple(
            QuestionLine(
                key=one.key,
                sentence=one.sentence,
                choices=tuple((ref, _name(made, ref)) for ref in one.choices),
                default=one.default,
                answer=one.answer,
                codes=tuple(dict.fromkeys(one.codes)),
                is_open=one.is_open,
            )
            for one in made.questions.values()
        ),
    )


def _fates(made: Planned) -> Iterable[FateLine]:
    document = made.document
    for one in document.creates:
        yield FateLine(one.ref, one.name, "", (), None)
    for step in document.steps:
        heirs = tuple(_name(made, part.ref) for part in step.parts)
        last_day = document.last_day if step.kind not in (*CHANGES, "move_function") else None
        detail = step.level or step.territory or (_name(made, step.parent) if step.parent else "")
        if step.kind == "move_function":
            detail = "; ".join(part.function for part in step.parts if part.function)
        for ref in step.froms:
            yield FateLine(ref, _name(made, ref), step.kind, heirs, last_day, detail)


def _goes(made: Planned) -> Iterable[GoesLine]:
    missing = {pk for _r, moves in made.moves for m in moves for pk in (m.from_id, m.to_id)} - made.refs.names.keys()
    known = {pk: name.name for pk, name in unit_names(pk for pk in missing if pk > 0).items()} | made.refs.names
    posts = {post.pk: post for post in made.people.posts}
    for rehome, moves in made.moves:
        groups: dict[tuple[int, int, str], list[str]] = {}
        for move in moves:
            from_id, to_id = move.from_id, move.to_id
            if rehome.of == "post":
                post = posts[from_id]
                from_id, to_id = post.from_id, post.to_id or 0
            note = str(rehome.twin_words) if move.twin is not None else ""
            groups.setdefault((from_id, to_id, note), []).append(move.code)
        for (from_id, to_id, note), codes in groups.items():
            yield GoesLine(
                kind=rehome.kind,
                words=str(rehome.words),
                from_ref=made.refs.of.get(from_id, ""),
                from_name=known.get(from_id, ""),
                to_ref=made.refs.of.get(to_id, ""),
                to_name=known.get(to_id, ""),
                codes=tuple(codes),
                note=note,
            )


def _people(made: Planned) -> Iterable[PersonLine]:
    for post in made.people.posts:
        from_unit = made.refs.names[post.from_id]
        to_unit = made.refs.names.get(post.to_id, "") if post.to_id is not None else ""
        to_post = post.new_title if post.to_id is not None else ""
        gone = "asked" if post.is_asked else "ends"
        for seat in post.seats:
            what = gone if post.to_id is None else "joins" if seat.is_there else "moves"
            yield PersonLine(seat.name, seat.role, post.title, from_unit, to_post, to_unit, what, seat.to_date)
        for deputy in post.deputies:
            what = gone if post.to_id is None else "moves"
            yield PersonLine(deputy.name, "", post.title, from_unit, to_post, to_unit, what, deputy.to_date)


def _name(made: Planned, ref: str) -> str:
    return made.refs.names.get(made.refs.ids.get(ref, 0), ref)
