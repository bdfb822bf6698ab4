"""Scheduling, opening, compiling anew, and recalling a review; what the clock does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, nothing_changed, tell
from phoihop.ground.figures import Period
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible, ask
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import unit_names
from phoihop.reporting.queries import period_of
from phoihop.reviews import events, queries, rules, states
from phoihop.reviews.commands.basics import labels, load, needed, next_state, post_of, refusal
from phoihop.reviews.commands.compiling import new_version
from phoihop.reviews.commands.publishing import is_public, withdraw_review
from phoihop.reviews.models import Review, Schedule, Version
from phoihop.reviews.queries.sections import office


@command("review.schedule")
def schedule_review(
    *, source: str, lead_id: int, plans: Sequence[str], year: int, period: str, by: Actor, at: datetime
) -> events.ReviewScheduled:
    """A round is to be looked back on after this period. Twice is harmless.

    Refused: a period that is no half, quarter, nine months or year of the round's own year; too many.
    """
    ask(by, "review.schedule", unit_id=lead_id)
    covered = _period(period, lead_id)
    if covered.kind not in rules.SCHEDULED_KINDS or covered.key[:4] != str(year):
        raise Refused(
            _("Định kỳ sơ kết là quý, sáu tháng, chín tháng hoặc năm %(year)s; chưa ghi gì. Ví dụ: %(year)s-H1.")
            % {"year": year}
        )
    name = unit_names([lead_id])[lead_id]
    event = events.ReviewScheduled(
        code=source, dossier=source, period=covered.key, day=words.day(covered.last + timedelta(days=1))
    )
    known = Schedule.rows.filter(source=source, period=covered.key).first()
    wanted = sorted({*(known.plans if known else ()), *plans})
    if known is None:
        if Schedule.rows.filter(source=source, dropped_at=None).count() >= rules.MOST_SCHEDULED:
            raise Refused(
                _("Mỗi đợt có nhiều nhất %(most)s kỳ sơ kết; chưa ghi gì. Hãy bỏ bớt một kỳ trước.")
                % {"most": rules.MOST_SCHEDULED}
            )
        Schedule.rows.create(
            source=source,
            lead_id=lead_id,
            territory=name.territory,
            year=year,
            plans=wanted,
            period=covered.key,
            first=covered.first,
            last=covered.last,
        )
        return tell(event)
    if known.dropped_at is None and known.plans == wanted:
        nothing_changed()
        return event
    Schedule.rows.filter(pk=known.pk).update(plans=wanted, dropped_at=None)
    return tell(event)


@command("review.schedule")
def unschedule_review(*, source: str, period: str, by: Actor, at: datetime) -> events.ReviewUnscheduled:
    """No review after this period. Refused once it is open."""
    row = Schedule.rows.filter(source=source, period=period).first()
    if row is None:
        raise NotVisible
    ask(by, "review.schedule", unit_id=row.lead_id)
    event = events.ReviewUnscheduled(code=source, dossier=source, period=period)
    if row.dropped_at is not None:
        nothing_changed()
        return event
    if Schedule.rows.filter(pk=row.pk, opened_at=None).update(dropped_at=at) != 1:
        raise Refused(_("Báo cáo của kỳ này đã mở; định kỳ giữ nguyên. Muốn bỏ báo cáo, hãy thu hồi báo cáo đó."))
    return tell(event)


@command("review.open")
def open_review(*, source: str, period: str, by: Actor, at: datetime) -> events.ReviewOpened:
    """Opens the look back on a plan or round over a period that is over: its text is compiled at once.

    Opened already: harmless. Refused: an unknown period, one that is not over, one without a plan of the lead.
    """
    facts = queries.scope_facts(_reader(source, by), source)
    scope = facts.scope
    ask(by, "review.open", unit_id=scope.lead_id)
    try:
        covered = queries.period_in(office(scope.lead_id, by), facts, period)
    except ValueError as unknown:
        raise Refused(str(unknown)) from unknown
    today = local_date(at)
    if covered.last >= today:
        raise Refused(
            _("Kỳ này hết ngày %(day)s mới kết thúc; chưa mở báo cáo. Hãy mở từ ngày hôm sau.")
            % {"day": words.day(covered.last)}
        )
    known = Review.rows.filter(source=source, period=covered.key).exclude(state="RECALLED").first()
    if known is not None:
        nothing_changed()
        return _opened(known)
    series = rules.series(facts.territory, scope.year)
    values: dict[str, Any] = {
        "code": rules.code(facts.territory, scope.year, take_numbers(series, 1)[0]),
        "territory": facts.territory,
        "scope": scope.kind,
        "source": source,
        "year": scope.year,
        "lead_id": scope.lead_id,
        "title": title_of(scope.title, covered),
        "period": covered.key,
        "period_kind": covered.kind,
        "first": covered.first,
        "last": covered.last,
        "is_final": covered.kind == "term",
        "on_date": covered.last,
        "opened_at": at,
        "opened_post": post_of(by),
        "is_illustration": scope.is_illustration,
    }
    try:
        with transaction.atomic():
            row = Review.rows.create(**values)
    except IntegrityError as trouble:
        raise SomebodyWasFaster(source) from trouble
    Schedule.rows.filter(source=source, period=covered.key, opened_at=None).update(opened_at=at)
    _take_under(row, office(row.lead_id, by), at)
    version = new_version(row, by=by, at=at)
    change(row, number=version.number)
    opened = tell(_opened(row))
    tell(_compiled(row, version, []))
    return opened


@command("review.compile")
def compile_review(*, code: str, version: int | None, by: Actor, at: datetime) -> events.ReviewCompiled:
    """The text anew, as a further version; the old one is kept. Whoever had signed is asked again.

    Refused once all have signed, or after it was recalled.
    """
    row = load(code, "review.compile", by)
    if row.state not in states.WRITTEN:
        raise Refused(refusal(row))
    made = new_version(row, by=by, at=at)
    change(row, version=version, number=made.number)
    asked = queries.parties_but_lead(row) if row.state == "SIGNING" else []
    return tell(_compiled(row, made, asked))


@command("review.recall")
def recall_review(*, code: str, reason: str, version: int | None, by: Actor, at: datetime) -> events.ReviewRecalled:
    """The lead withdraws the review, signed or not; what was said stays on record. Refused without a reason."""
    row = load(code, "review.recall", by)
    reason = needed(reason)
    units = tuple(queries.parties_but_lead(row))
    event = events.ReviewRecalled(**labels(row), reason=reason, unit_ids=units)
    if row.state == "RECALLED" and row.reason == reason:
        nothing_changed()
        return event
    following = next_state(row, "recall")
    change(row, version=version, state=following, recalled_at=at, reason=reason, upper_id=None)
    if is_public(code):
        withdraw_review(code=code, note=reason, by=by.through("review.recall"), at=at)
    return tell(event)


def open_due(*, by: Actor, at: datetime) -> int:
    """What the clock opens: scheduled periods that are over and nobody has opened. Each alone; twice is harmless.

    One that is refused holds up neither the others nor the clock: it stays scheduled; who opens it by hand reads why.
    """
    count = 0
    for line in queries.due_to_open(local_date(at)):
        try:
            open_review(source=line.source, period=line.period, by=by, at=at)
        except (Refused, NotVisible, SomebodyWasFaster):
            continue
        count += 1
    return count


def _take_under(row: Review, reader: Actor, at: datetime) -> None:
    """What lower units had signed before this lead had a round of its own is his to read from now on."""
    signed = [line.review for line in queries.below_of(reader, row, at).lines if line.is_counted]
    Review.rows.filter(code__in=signed, upper=None).update(upper_id=row.lead_id)


def _reader(source: str, by: Actor) -> Actor:
    """Persons read as themselves; the clock as the office that leads the round."""
    if by.is_person:
        return by
    lead_id = Schedule.rows.filter(source=source).values_list("lead_id", flat=True).first()
    return office(lead_id, by) if lead_id is not None else by


def _period(key: str, unit_id: int) -> Period:
    try:
        return period_of(key, unit_id=unit_id)
    except ValueError as unknown:
        raise Refused(str(unknown)) from unknown


def title_of(scope: str, period: Period) -> str:
    """What the paper is called: an interim review of a period, or the final one."""
    values = {"scope": scope[:1].lower() + scope[1:], "period": period_words(period)}
    with translation.override(settings.LANGUAGE_CODE):
        said = _("Tổng kết %(period)s: %(scope)s") if period.kind == "term" else _("Sơ kết %(period)s: %(scope)s")
        return (said % values)[:400]


def period_words(period: Period) -> str:
    """6 tháng đầu năm 2021; giai đoạn trong (23/7–24/11)"""
    with translation.override(settings.LANGUAGE_CODE):
        return _period_words(period)


def _period_words(period: Period) -> str:
    year, _sep, rest = period.key.partition("-")
    values = {"year": year, "number": rest[1:], "rest": rest, "key": period.key}
    match period.kind:
        case "half":
            return (_("6 tháng đầu năm %(year)s") if rest == "H1" else _("6 tháng cuối năm %(year)s")) % values
        case "quarter":
            return _("quý %(number)s năm %(year)s") % values
        case "nine":
            return _("9 tháng năm %(year)s") % values
        case "month":
            return _("tháng %(rest)s năm %(year)s") % values
        case "term":
            return _("các năm %(key)s") % values
        case "phase":
            span = f"{words.day(period.first)}–{words.day(period.last)}"
            return _("giai đoạn %(key)s (%(span)s)") % {"key": period.key, "span": span}
    return _("năm %(year)s") % values


def _opened(row: Review) -> events.ReviewOpened:
    return events.ReviewOpened(
        **labels(row), period=row.period, is_final=row.is_final, unit_ids=tuple(queries.parties_but_lead(row))
    )


def _compiled(row: Review, version: Version, asked: Sequence[int]) -> events.ReviewCompiled:
    return events.ReviewCompiled(
        **labels(row), number=version.number, report=version.report, sha256=version.sha256, unit_ids=tuple(asked)
    )
