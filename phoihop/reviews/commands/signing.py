"""The parties' word on a version: presented, signed or dissented from, settled when all have answered."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.organizations.queries import units_in_force
from phoihop.reviews import events, queries
from phoihop.reviews.commands.basics import (
    labels,
    load,
    needed,
    next_state,
    own_part,
    post_of,
    refusal,
    unit_labels,
    words_of,
)
from phoihop.reviews.commands.compiling import has_same_figures, new_version, signed_edition
from phoihop.reviews.models import Part, Review, Signature, Version


@command("review.present")
def present_review(
    *, code: str, missing_reason: str, version: int | None, by: Actor, at: datetime
) -> events.ReviewPresented:
    """The lead compiles the text with the accepted parts and puts it before the parties.

    Refused: not gathering, a part handed in but neither accepted nor returned, a part missing without a reason why it
    goes on without.
    """
    row = load(code, "review.present", by)
    reason = words_of(missing_reason)
    if row.state == "SIGNING":
        nothing_changed()
        return _presented(row)
    following = next_state(row, "present")
    parts = list(Part.rows.filter(review=row).order_by("pk"))
    unread = [part.unit_name for part in parts if part.state == "HANDED_IN"]
    if unread:
        raise Refused(
            _("Phần của %(units)s đã nộp mà chưa nhận hoặc trả lại; chưa trình ký. Hãy đọc và quyết định trước.")
            % {"units": "; ".join(unread)}
        )
    missing = [part.unit_name for part in parts if part.state != "ACCEPTED"]
    if missing and not reason:
        raise Refused(
            _("Còn thiếu phần của %(units)s; chưa trình ký. Hãy đợi, hoặc nêu lý do trình ký khi chưa đủ phần.")
            % {"units": "; ".join(missing)}
        )
    row.missing_reason = reason if missing else ""
    change(row, version=version, state=following, missing_reason=row.missing_reason, presented_at=at)
    made = new_version(row, by=by, at=at)
    change(row, number=made.number)
    tell(_compiled(row, made))
    return tell(_presented(row))


@command("review.present")
def reopen_review(*, code: str, reason: str, version: int | None, by: Actor, at: datetime) -> events.ReviewReopened:
    """The lead takes the text back from signing, so that parts may be changed. Words given count no more after that."""
    row = load(code, "review.present", by)
    reason = needed(reason)
    event = events.ReviewReopened(**labels(row), reason=reason, unit_ids=tuple(queries.parties_but_lead(row)))
    if row.state == "GATHERING" and row.reason == reason:
        nothing_changed()
        return event
    change(row, version=version, state=next_state(row, "reopen"), reason=reason)
    return tell(event)


@command("review.sign")
def sign_review(*, code: str, unit_id: int, number: int, by: Actor, at: datetime) -> events.ReviewSigned:
    """The approver of a party signs version `number` for it.

    Refused: another's unit, not presented, another version by now, dissented before.
    """
    row = load(code, "review.sign", by)
    part = own_part(row, unit_id, by)
    event = events.ReviewSigned(**unit_labels(row, part), number=number)
    if _is_said(row, part, number, is_dissent=False, text=""):
        nothing_changed()
        return event
    _say(row, part, number, is_dissent=False, text="", by=by, at=at)
    tell(event)
    _settle(row, by=by, at=at)
    return event


@command("review.sign")
def dissent_from_review(
    *, code: str, unit_id: int, number: int, text: str, by: Actor, at: datetime
) -> events.ReviewDissented:
    """The approver of a party says why it does not agree; the words are printed under the unit's name."""
    row = load(code, "review.sign", by)
    part = own_part(row, unit_id, by)
    text = needed(text)
    event = events.ReviewDissented(**unit_labels(row, part), number=number, text=text)
    if _is_said(row, part, number, is_dissent=True, text=text):
        nothing_changed()
        return event
    _say(row, part, number, is_dissent=True, text=text, by=by, at=at)
    tell(event)
    _settle(row, by=by, at=at)
    return event


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _is_said(row: Review, part: Part, number: int, *, is_dissent: bool, text: str) -> bool:
    given = Signature.rows.filter(review=row, unit_id=part.unit_id, number=number)
    return given.filter(is_dissent=is_dissent, text=text).exists()


def _say(row: Review, part: Part, number: int, *, is_dissent: bool, text: str, by: Actor, at: datetime) -> None:
    if row.state != "SIGNING":
        raise Refused(refusal(row))
    if number != row.number:
        raise Refused(
            _(
                "Văn bản đã được lập lại thành bản %(number)s; bản bạn đọc không còn hiệu lực, chưa ghi chữ ký nào. "
                "Hãy đọc bản mới rồi ký."
            )
            % {"number": row.number}
        )
    if Signature.rows.filter(review=row, unit_id=part.unit_id, number=number).exists():
        raise Refused(
            _("%(unit)s đã có ý kiến về bản này; ý kiến ấy giữ nguyên. Mỗi cơ quan chỉ nêu ý kiến một lần về mỗi bản.")
            % {"unit": part.unit_name}
        )
    change(row)  # of two who give the last word at once, one is told so and gives it again
    Signature.rows.create(
        review=row,
        number=number,
        unit_id=part.unit_id,
        unit_name=part.unit_name,
        is_dissent=is_dissent,
        text=text,
        post=post_of(by),
        given_at=at,
    )


def _settle(row: Review, *, by: Actor, at: datetime) -> None:
    """Once all have answered, the signed edition is made.

    If the record of those days has changed since (a date put right), it would not be the text that they signed: then a
    new version goes to all.
    """
    words = dict(Signature.rows.filter(review=row, number=row.number).values_list("unit_id", "is_dissent"))
    units = set(Part.rows.filter(review=row).values_list("unit_id", flat=True))
    if units_in_force(units - words.keys(), at):
        return  # an ended unit whose heir is a party already is not waited for
    version = Version.rows.get(review=row, number=row.number)
    made = signed_edition(row, by=by, at=at)
    if not has_same_figures(version, made):
        again = new_version(row, by=by, at=at)
        change(row, number=again.number)
        tell(_compiled(row, again))
        return
    Version.rows.filter(pk=version.pk).update(signed_report=made.report, signed_sha256=made.sha256)
    has_dissent = any(words.values())
    upper = queries.upper_lead(row.lead_id, row.period) if row.scope == "programme" else None
    following = next_state(row, "settle_with_dissent" if has_dissent else "settle")
    change(row, state=following, settled_at=at, upper_id=upper)
    others = tuple(queries.parties_but_lead(row))
    tell(events.ReviewSettled(**labels(row), number=row.number, has_dissent=has_dissent, unit_ids=others))


def _presented(row: Review) -> events.ReviewPresented:
    return events.ReviewPresented(
        **labels(row),
        number=row.number,
        missing_reason=row.missing_reason,
        unit_ids=tuple(queries.parties_but_lead(row)),
    )


def _compiled(row: Review, version: Version) -> events.ReviewCompiled:
    return events.ReviewCompiled(
        **labels(row),
        number=version.number,
        report=version.report,
        sha256=version.sha256,
        unit_ids=tuple(queries.parties_but_lead(row)),
    )
