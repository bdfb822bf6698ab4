"""Reading reviews: the list, one review with its parts and signatures, what plans and obligations show of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast

from django.db.models import Count

from phoihop.ground.actor import Actor
from phoihop.ground.events import Event
from phoihop.ground.powers import NotVisible, may, why
from phoihop.obligations import queries as obligations
from phoihop.organizations.queries import unit_names
from phoihop.plans import queries as plans
from phoihop.publications import queries as public
from phoihop.reviews import rules, states
from phoihop.reviews.models import Cell, Lesson, Part, Review, Signature, Version
from phoihop.reviews.queries.figures import before_of
from phoihop.reviews.queries.values import (
    CellValue,
    LessonLine,
    PartLine,
    PartValue,
    ReviewLine,
    ReviewList,
    ReviewValue,
    Rights,
    VersionLine,
    WordLine,
)
from phoihop.reviews.rules import Compared, KeptFigure

MOST_SHOWN = 50


def reviews(actor: Actor, *, year: int | None = None, after: str = "", limit: int = MOST_SHOWN) -> ReviewList:
    """The reviews the reader may see, the newest first; of a year, if named. Five queries."""
    mine = Review.objects.visible_to(actor)
    years = tuple(sorted(mine.values_list("year", flat=True).distinct(), reverse=True))
    rows = mine.order_by("-pk")
    if year is not None:
        rows = rows.filter(year=year)
    if after:
        rows = rows.filter(pk__lt=Review.rows.filter(code=after).values_list("pk", flat=True).first() or 0)
    found = list(rows[: limit + 1])
    shown = found[:limit]
    own = unit_names([actor.unit_id])
    return ReviewList(
        lines=tuple(lines_of(actor, shown)),
        years=years,
        year=year,
        next=shown[-1].code if len(found) > limit else "",
        may_open=actor.unit_id is not None and may(actor, "review.open", unit_id=actor.unit_id),
        own_code=own[actor.unit_id].code if actor.unit_id in own else "",
    )


def lines_of(actor: Actor, rows: Collection[Review]) -> list[ReviewLine]:
    """Four queries however many."""
    ids = [row.pk for row in rows]
    parts: dict[int, list[Part]] = {pk: [] for pk in ids}
    for part in Part.rows.filter(review__in=ids):
        parts[part.review_id].append(part)
    waiting = Lesson.rows.filter(review__in=ids, state="PROPOSED", part__state="ACCEPTED")
    lessons = dict(waiting.values_list("review_id").annotate(Count("pk")))
    said = set(Signature.rows.filter(review__in=ids, unit_id=actor.unit_id or 0).values_list("review_id", "number"))
    names = unit_names(row.lead_id for row in rows)
    return [
        ReviewLine(
            code=row.code,
            title=row.title,
            state=row.state,
            scope=row.scope,
            source=row.source,
            year=row.year,
            period=row.period,
            is_final=row.is_final,
            lead_id=row.lead_id,
            lead=names[row.lead_id].name,
            lead_code=names[row.lead_id].code,
            parts_due=row.parts_due,
            handed_in=sum(part.state in ("HANDED_IN", "ACCEPTED") for part in parts[row.pk]),
            parts=len(parts[row.pk]),
            lessons=lessons.get(row.pk, 0),
            is_mine=_is_mine(row, parts[row.pk], actor, (row.pk, row.number) in said),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def _is_mine(row: Review, parts: Collection[Part], actor: Actor, is_said: bool) -> bool:
    own = next((part for part in parts if part.unit_id == actor.unit_id), None)
    if own is None:
        return False
    return (row.state == "GATHERING" and own.state in states.WRITABLE) or (row.state == "SIGNING" and not is_said)


def visible_review(actor: Actor, code: str) -> Review:
    row = Review.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    return row


def review_value(actor: Actor, code: str) -> ReviewValue:
    """One review with everything its page shows. Not visible to outsiders; a constant number of queries."""
    row = visible_review(actor, code)
    parts = part_lines(actor, row)
    versions = list(Version.rows.filter(review=row).defer("counted").order_by("-number"))
    words = list(Signature.rows.filter(review=row).order_by("pk"))
    given: dict[int, int] = {}
    for word in words:
        given[word.number] = given.get(word.number, 0) + 1
    current = versions[0] if versions else None
    before = before_of(row)
    return ReviewValue(
        line=lines_of(actor, [row])[0],
        first=row.first,
        last=row.last,
        on_date=row.on_date,
        number=row.number,
        opened_at=row.opened_at,
        opened_post=row.opened_post,
        gathered_at=row.gathered_at,
        presented_at=row.presented_at,
        settled_at=row.settled_at,
        recalled_at=row.recalled_at,
        reason=row.reason,
        missing_reason=row.missing_reason,
        version=row.version,
        parts=parts,
        words=tuple(
            WordLine(w.unit_id, w.unit_name, w.number, w.is_dissent, w.text, w.post, w.given_at)
            for w in words
            if w.number == row.number
        ),
        lessons=tuple(lesson_lines(Lesson.rows.filter(review=row))),
        versions=tuple(
            VersionLine(
                v.number, v.report, v.sha256, v.compiled_at, v.compiled_post, v.signed_report, given.get(v.number, 0)
            )
            for v in versions
        ),
        compared=compared_of(current, before) if current else (),
        by_unit=tuple((unit, tuple((state, number) for state, number in shares)) for unit, shares in current.by_unit)
        if current
        else (),
        rights=rights_of(actor, row, parts, {w.unit_id for w in words if w.number == row.number}),
        why=why(actor, row),
    )


def compared_of(now: Version, before: Version | None) -> tuple[Compared, ...]:
    """The figures of a version beside those of the signed review of the year before."""
    return rules.compare(
        kept_figures(now), None if before is None else kept_figures(before), basis_in(now), basis_in(before)
    )


def kept_figures(row: Version) -> tuple[KeptFigure, ...]:
    return rules.figures_read(row.figures)


def basis_in(row: Version | None) -> Any:
    if row is None:
        return None
    kept: Mapping[str, Any] = row.basis
    return rules.Basis(tuple(kept.get("mandates", ())), tuple(kept.get("units", ())))


def part_lines(actor: Actor, row: Review, unit_id: int | None = None) -> tuple[PartLine, ...]:
    """The parts in the order they were made. What a party has not handed in, only itself reads. Two queries."""
    parts = list(Part.rows.filter(review=row).order_by("pk"))
    if unit_id is not None:
        parts = [part for part in parts if part.unit_id == unit_id]
    cells: dict[int, list[Cell]] = {}
    for cell in Cell.rows.filter(part__in=[part.pk for part in parts]):
        cells.setdefault(cell.part_id, []).append(cell)
    names = unit_names(part.unit_id for part in parts)
    return tuple(
        PartLine(
            unit_id=part.unit_id,
            unit=part.unit_name,
            unit_code=names[part.unit_id].code,
            state=part.state,
            is_lead=part.unit_id == row.lead_id,
            handed_in_at=part.handed_in_at,
            handed_in_post=part.handed_in_post,
            accepted_at=part.accepted_at,
            version=part.version,
            is_readable=(readable := _is_readable(actor, row, part)),
            cells=tuple(
                CellValue(cell.key, cell.text, cell.is_open, cell.message)
                for cell in sorted(cells.get(part.pk, ()), key=lambda one: rules.CELLS.index(one.key))
            )
            if readable
            else (),
        )
        for part in parts
    )


def _is_readable(actor: Actor, row: Review, part: Part) -> bool:
    """The party itself always; its lead once handed in; everybody who sees the review once accepted."""
    if actor.unit_id == part.unit_id or part.state == "ACCEPTED":
        return True
    return actor.unit_id == row.lead_id and part.handed_in_at is not None


def lesson_lines(rows: Any) -> list[LessonLine]:
    """Lessons of accepted parts and of those still written, withdrawn ones left out. One query."""
    found = rows.exclude(state="WITHDRAWN").select_related("part", "review").order_by("review_id", "number")
    return [
        LessonLine(
            review=row.review.code,
            number=row.number,
            kind=row.kind,
            text=row.text,
            state=row.state,
            unit_id=row.part.unit_id,
            unit=row.part.unit_name,
            part_state=row.part.state,
            into=row.into,
            answer=row.answer,
            answered_at=row.answered_at,
            answered_post=row.answered_post,
            version=row.version,
        )
        for row in found
    ]


def rights_of(actor: Actor, row: Review, parts: Collection[PartLine], said: Collection[int]) -> Rights:
    own = next((part for part in parts if part.unit_id == actor.unit_id), None)
    gathering, signing = row.state == "GATHERING", row.state == "SIGNING"
    is_writing = own is not None and own.state in states.WRITABLE and row.state in ("DRAFT", "GATHERING")

    def can(power: str) -> bool:
        return may(actor, power, row)

    return Rights(
        compile=row.state in states.WRITTEN and can("review.compile"),
        gather=row.state == "DRAFT" and can("review.gather"),
        present=gathering and can("review.present"),
        reopen=signing and can("review.present"),
        recall=row.state != "RECALLED" and can("review.recall"),
        sign=signing and own is not None and own.unit_id not in said and can("review.sign"),
        write=is_writing and can("part.write"),
        hand_in=is_writing and gathering and can("part.hand_in"),
        check=gathering and can("part.accept"),
        propose=is_writing and can("lesson.propose"),
        answer=row.state != "RECALLED" and can("lesson.answer"),
        publish=row.state in states.FINISHED and can("review.publish"),
        withdraw=row.state in states.FINISHED and can("review.withdraw") and bool(public.by_codes([row.code])),
    )


def part_value(actor: Actor, code: str, unit_id: int) -> PartValue:
    """One part for its page. Not visible: no such party, or a reader who sees the review but not this part."""
    row = visible_review(actor, code)
    parts = part_lines(actor, row, unit_id)
    if not parts or not parts[0].is_readable:
        raise NotVisible
    said = set(Signature.rows.filter(review=row, number=row.number).values_list("unit_id", flat=True))
    lessons = tuple(lesson_lines(Lesson.rows.filter(review=row, part__unit_id=unit_id)))
    return PartValue(lines_of(actor, [row])[0], parts[0], lessons, rights_of(actor, row, parts, said), why(actor, row))


def reviews_of(actor: Actor, code: str) -> list[ReviewLine]:
    """The reviews of a round, or of a plan and of the round it belongs to, the newest first."""
    rows = Review.objects.visible_to(actor).filter(source__in=_sources(code)).exclude(state="RECALLED")
    return lines_of(actor, list(rows.order_by("-pk")[:MOST_SHOWN]))


def part_for(actor: Actor, *, source: str, unit_id: int) -> tuple[ReviewLine, PartLine] | None:
    """The part in which a unit looks back on a plan: in the plan's own review, else in that of the whole round."""
    rows = Review.objects.visible_to(actor).filter(source__in=_sources(source)).exclude(state="RECALLED")
    row = rows.order_by("scope", "-pk").first()  # "plan" stands before "programme"
    parts = part_lines(actor, row, unit_id) if row is not None else ()
    return (lines_of(actor, [row])[0], parts[0]) if row is not None and parts else None


def duty_labels(code: str) -> Any:
    """Duty, source and unit of an obligation that its own page has found visible. One query."""
    return obligations.row_of(cast("Any", Event(code=code)))


def _sources(code: str) -> list[str]:
    """What a review of a plan or round may look back on: itself, and of a plan the round."""
    if not code.startswith("KH-"):
        return [code]
    return [code, plans.plan_row(cast("Any", Event(code=code))).round.code]
