"""The text of a review as a file: of one that is open, or drawn from the record for whoever asks at the console."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible
from phoihop.reporting import commands as reporting
from phoihop.reviews import queries
from phoihop.reviews.commands.opening import title_of
from phoihop.reviews.models import Review, Version


@dataclass(frozen=True, slots=True)
class WrittenOut:
    """A file with where it comes from: `review` is empty where none was open."""

    content: bytes
    review: str
    number: int
    state: str
    report: str
    title: str


def render_review(*, code: str, kind: str, number: int | None = None, by: Actor, at: datetime) -> bytes:
    """The text of a review as "docx", "pdf" or "json": signed if it is, else the version that counts.

    Whoever may see the review may read its text. Changes nothing. Not visible: no such review or version.
    """
    row = Review.objects.visible_to(by).filter(code=code).first()
    if row is None:
        raise NotVisible
    return _rendered(row, kind, number, by, at).content


def write_out(*, source: str, period: str, kind: str, by: Actor, at: datetime) -> WrittenOut:
    """The review of a plan or round over a period; where none is open, what the record says, without opening one.

    Not visible: no such plan or round. Refused: no such period, one that has not begun, an unknown kind.
    """
    facts = queries.scope_facts(by, source)
    try:
        covered = queries.period_in(by, facts, period)
    except ValueError as unknown:
        raise Refused(str(unknown)) from unknown
    known = Review.objects.visible_to(by).filter(source=source, period=covered.key).exclude(state="RECALLED").first()
    if known is not None:
        return _rendered(known, kind, None, by, at)
    today = local_date(at)
    if covered.first > today:
        raise Refused(
            _("Kỳ này bắt đầu từ ngày %(day)s nên chưa có gì để lập; chưa ghi tệp nào.")
            % {"day": words.day(covered.first)}
        )
    title = title_of(facts.scope.title, covered)
    made = reporting.compile_report(
        scope=facts.scope,
        period=covered,
        on=min(covered.last, today),
        title=title,
        key=f"console/{uuid.uuid4().hex}",
        by=by,
        at=at,
    )
    content = reporting.render_report(code=made.code, kind=kind, by=by, at=at)
    return WrittenOut(content, "", 0, "", made.code, title)


def _rendered(row: Review, kind: str, number: int | None, by: Actor, at: datetime) -> WrittenOut:
    version = Version.rows.filter(review=row, number=row.number if number is None else number).first()
    if version is None:
        raise NotVisible
    report = version.signed_report or version.report
    content = reporting.render_report(code=report, kind=kind, by=by.through("review.compile"), at=at)
    return WrittenOut(content, row.code, version.number, row.state, report, row.title)
