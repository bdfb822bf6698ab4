"""Compiling the text of a review: a frozen report with the figures of all rooms and what the parties say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from phoihop.ground.actor import Actor
from phoihop.ground.figures import Period, Scope, SectionValue
from phoihop.organizations.queries import unit_names
from phoihop.plans import queries as plans
from phoihop.reporting import commands as reporting
from phoihop.reporting.queries import report_value
from phoihop.reviews import queries, rules
from phoihop.reviews.commands.basics import post_of
from phoihop.reviews.models import Cell, Part, Review, Version
from phoihop.reviews.queries import sections

THROUGH = "review.compile"


@dataclass(frozen=True, slots=True)
class Compiled:
    """A report and what a version keeps of it."""

    report: str
    sha256: str
    figures: tuple[rules.KeptFigure, ...]
    by_unit: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]


def scope_of(row: Review, by: Actor) -> Scope:
    """The scope as the lead's office sees it now, partners called later taken in."""
    return plans.report_scope(sections.office(row.lead_id, by.through(THROUGH)), row.source)


def period_of(row: Review) -> Period:
    return Period(row.period, row.period_kind, row.first, row.last)


def new_version(row: Review, *, by: Actor, at: datetime) -> Version:
    """The next version of the text, with the record as of the review's day. The caller counts it in."""
    number = row.number + 1
    scope = scope_of(row, by)
    take_in(row, scope.unit_ids)
    made = _compiled(row, key=f"{row.code}/{number}", with_words=False, by=by, at=at)
    basis = queries.basis_of(sections.office(row.lead_id, by.through(THROUGH)), scope)
    return Version.rows.create(
        review=row,
        number=number,
        report=made.report,
        sha256=made.sha256,
        compiled_at=at,
        compiled_post=post_of(by),
        figures=rules.figures_plain(replace(figure, rows=()) for figure in made.figures),
        counted={figure.key: list(figure.rows) for figure in made.figures},
        by_unit=made.by_unit,
        basis=asdict(basis),
    )


def take_in(row: Review, unit_ids: Sequence[int]) -> None:
    """A part with its cells for each unit that has none: all of them at first, later partners called since."""
    known = set(Part.rows.filter(review=row).values_list("unit_id", flat=True))
    names = unit_names(unit_ids)
    made = Part.rows.bulk_create(
        Part(review=row, unit_id=unit_id, unit_name=names[unit_id].name) for unit_id in unit_ids if unit_id not in known
    )
    Cell.rows.bulk_create(Cell(part=part, key=key) for part in made for key in rules.CELLS)


def signed_edition(row: Review, *, by: Actor, at: datetime) -> Compiled:
    """The same text with the words of all who signed or dissent."""
    return _compiled(row, key=f"{row.code}/{row.number}/signed", with_words=True, by=by, at=at)


def _compiled(row: Review, *, key: str, with_words: bool, by: Actor, at: datetime) -> Compiled:
    through = by.through(THROUGH)
    reader = sections.office(row.lead_id, through)
    scope, period = plans.report_scope(reader, row.source), period_of(row)
    with translation.override(settings.LANGUAGE_CODE):
        made = reporting.compile_report(
            scope=scope,
            period=period,
            on=row.on_date,
            extra=_extra(row, reader, scope, period, with_words=with_words, at=at),
            title=row.title,
            key=key,
            by=through,
            at=at,
        )
        report = report_value(through, made.code).report
        return Compiled(made.code, made.sha256, sections.kept_of(report.sections, made.code), _by_unit(report.sections))


def _extra(
    row: Review, reader: Actor, scope: Scope, period: Period, *, with_words: bool, at: datetime
) -> tuple[SectionValue, ...]:
    figures = sections.figures_now(reader, scope, period, row.on_date)
    before = queries.before_of(row)
    compared = rules.compare(
        figures,
        None if before is None else queries.kept_figures(before),
        queries.basis_of(reader, scope),
        queries.basis_in(before),
    )
    found: list[SectionValue | None] = [
        sections.comparison(compared),
        sections.below(row, queries.below_of(reader, row, at, climbs=True)),
        sections.parts(row),
        sections.lessons(row, queries.lessons_before(row.lead_id, row.year)),
        sections.signatures(row) if with_words else None,
    ]
    return tuple(section for section in found if section is not None)


def _by_unit(found: tuple[SectionValue, ...]) -> Any:
    """What the section on obligations says of each unit: its name, and how many stood how."""
    section = next((one for one in found if one.key == "obligations"), None)
    if section is None or not section.tables:
        return []
    table = section.tables[0]
    states = table.columns[2:]  # after the unit and the total
    return [
        [line[0], [[word, int(number)] for word, number in zip(states, line[2:], strict=True)]] for line in table.rows
    ]


def has_same_figures(version: Version, made: Compiled) -> bool:
    """Whether the figures are those that were signed, each with the same rows."""
    signed = {one.key: (one.number, version.counted[one.key]) for one in rules.figures_read(version.figures)}
    return signed == {one.key: (one.number, list(one.rows)) for one in made.figures}
