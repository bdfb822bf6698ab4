"""A signed review is shown to the public: its figures, who signed, and its text as a PDF."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from phoihop.communications import queries as communications
from phoihop.documents import commands as documents
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, command, nothing_changed, tell
from phoihop.ground.figures import SectionValue
from phoihop.organizations.queries import unit_names
from phoihop.publications import commands as publications
from phoihop.publications import queries as public
from phoihop.reporting import commands as reports
from phoihop.reporting import queries as reporting
from phoihop.reviews import events, queries, states
from phoihop.reviews.commands.basics import labels, load, needed
from phoihop.reviews.models import Part, Review, Signature, Version
from phoihop.reviews.queries.sections import office

INTERNAL = "INTERNAL"  # the guard's word for what may be kept and never goes out
SIGNED, DISSENTS = "đã ký", "không đồng ý"


@command("review.publish")
def publish_review(*, code: str, by: Actor, at: datetime) -> events.ReviewPublished:
    """Shows a signed review to the public, with its PDF. Twice is harmless.

    Refused: not signed by all; it looks back on a case whose owner has not released; what the secrecy guard does not
    let out.
    """
    row = load(code, "review.publish", by)
    if row.state not in states.FINISHED:
        raise Refused(
            _("Báo cáo %(code)s chưa có đủ ý kiến của các bên nên chưa công bố. Hãy đợi các bên ký.") % {"code": code}
        )
    version = Version.rows.get(review=row, number=row.number)
    reader = office(row.lead_id, by)
    _check_cases(reader, row)
    report = reporting.report_value(reader, version.signed_report or version.report).report
    _check_guard(row, report.sections)
    key = f"{code}.pdf"
    copy = _copy(row, report.sections, key, at)
    event = events.ReviewPublished(**labels(row), number=row.number)
    known = public.files([key])
    if known and publications.publish(copy=copy, by=by.through("review.publish"), at=at) is None:
        nothing_changed()
        return event
    content = reports.render_report(
        code=version.signed_report or version.report, kind="pdf", by=reader.through("review.compile"), at=at
    )
    through = by.through("review.publish")
    publications.publish_file(
        key=key, name=key, title=row.title, media_type="application/pdf", content=content, by=through, at=at
    )
    publications.publish(copy=copy, by=through, at=at)
    return tell(event)


@command("review.withdraw")
def withdraw_review(*, code: str, note: str, by: Actor, at: datetime) -> events.ReviewWithdrawn:
    """Takes a review back from the public: its address stays and says why. Twice is harmless. Refused: no reason."""
    row = load(code, "review.withdraw", by)
    note = needed(note)
    event = events.ReviewWithdrawn(**labels(row), reason=note)
    if not is_public(code):
        nothing_changed()
        return event
    publications.withdraw(code=code, note=note, by=by.through("review.withdraw"), at=at)
    return tell(event)


def is_public(code: str) -> bool:
    return code in public.by_codes([code])


def _copy(row: Review, sections: tuple[SectionValue, ...], key: str, at: datetime) -> publications.Copy:
    out = public.by_codes([row.code]).get(row.code)
    words = Signature.rows.filter(review=row, number=row.number).values_list("unit_id", "is_dissent")
    said = dict(words)
    parts = Part.rows.filter(review=row).order_by("pk").values_list("unit_id", "unit_name")
    figures = [
        (figure.words, "–" if figure.number is None else str(figure.number), figure.definition)
        for section in sections
        for figure in section.figures
    ]
    return publications.Copy(
        code=row.code,
        territory=row.territory,
        title=row.title,
        unit_name=unit_names([row.lead_id])[row.lead_id].name,
        dossier=row.source,
        published_at=out.published_at if out else at,
        is_illustration=row.is_illustration,
        details=publications.ReviewDetails(
            source=row.source,
            period=row.period,
            signed_date=local_date(row.settled_at).isoformat() if row.settled_at else "",
            signers=tuple((name, DISSENTS if said[unit_id] else SIGNED) for unit_id, name in parts if unit_id in said),
            figures=tuple(figures),
            files=(key,),
        ),
    )


def _check_cases(reader: Actor, row: Review) -> None:
    """Nobody tells of a case what the body that owns it has not released."""
    dossiers = queries.scope_facts(reader, row.source).scope.dossiers
    closed = [one for one in communications.speaking_of(dossiers).values() if not one.is_open]
    if closed:
        raise Refused(
            _(
                "Báo cáo %(code)s nói đến vụ việc đang tố tụng (%(cases)s) mà %(owner)s chưa phát thông cáo; chưa công "
                "bố. Hãy chờ thông cáo rồi công bố."
            )
            % {
                "code": row.code,
                "cases": ", ".join(one.dossier for one in closed),
                "owner": "; ".join(dict.fromkeys(one.owner for one in closed)),
            }
        )


def _check_guard(row: Review, sections: tuple[SectionValue, ...]) -> None:
    texts = [row.title]
    for section in sections:
        texts += [section.title, *section.paragraphs]
        texts += [cell for table in section.tables for line in table.rows for cell in line]
    if documents.check_text("\n".join(texts)).verdict.decision == INTERNAL:
        raise Refused(
            _("Báo cáo %(code)s có dấu hiệu lưu hành nội bộ nên không công bố được; báo cáo giữ nguyên.")
            % {"code": row.code}
        )
