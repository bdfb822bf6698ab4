"""A seat of the desk gives its estimate, and gives it anew as often as it likes until the last day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from phoihop.forecasts import events
from phoihop.forecasts.commands.basics import (
    labels,
    line_of,
    load,
    mark_or_refuse,
    no_person,
    post_of,
    refusal,
    unchanged,
)
from phoihop.forecasts.models import Estimate
from phoihop.forecasts.rules import limits
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, tell
from phoihop.ground.parts import words


@command("estimate.give")
def give_estimate(
    *, code: str, shares: Sequence[int], reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.EstimateGiven:
    """`shares`: tenths of a percent for each outcome in order, 1000 together. Earlier turns stay as they are. The same
    again is harmless.

    Refused: shares that do not add up, no reason, a person in the words, after the last day, a question not open.
    """
    row = load(code, "estimate.give", by)
    mark = mark_or_refuse(by, code)
    if row.state != "OPEN":
        raise Refused(refusal(row))
    if local_date(at) > row.closes_date:
        raise Refused(
            _("Ngày cuối để cho xác suất là %(day)s, đã qua. Không ghi gì; xác suất đã cho giữ nguyên.")
            % {"day": words.day(row.closes_date)}
        )
    given = _shares(shares, len(row.outcomes) or 2)
    reason = no_person(line_of(reason, limits.LONGEST_REASON))
    if not reason:
        raise Refused(_("Cần một câu vì sao là xác suất này. Chưa ghi gì; hãy viết rồi gửi lại."))
    before = Estimate.rows.filter(question=row, mark=mark).order_by("-turn").first()
    turn = before.turn + 1 if before is not None else 1
    event = events.EstimateGiven(**labels(row), turn=turn)
    if before is not None and (before.shares, before.reason) == (given, reason):
        return unchanged(event)
    if version is not None and version != (before.turn if before is not None else 0):
        raise SomebodyWasFaster(code)
    change(row, seats=row.seats if before is not None else row.seats + 1)
    Estimate.rows.create(
        question=row,
        seat=before.seat if before is not None else row.seats,
        turn=turn,
        mark=mark,
        post=post_of(by),
        unit_name=by.unit_name[:300],
        shares=given,
        reason=reason,
        given_at=at,
    )
    return tell(event)


def _shares(shares: Sequence[int], wanted: int) -> list[int]:
    if len(shares) != wanted or any(not 0 <= one <= limits.WHOLE for one in shares) or sum(shares) != limits.WHOLE:
        raise Refused(
            _("Xác suất của các khả năng phải từ 0 đến 100 % và cộng lại đúng 100 %. Chưa ghi gì; hãy sửa rồi gửi lại.")
        )
    return list(shares)
