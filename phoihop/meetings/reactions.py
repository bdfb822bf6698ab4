"""What this room does for an office that acts without an account: the acts of its links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.meetings import commands


def answer_by_link(
    *, code: str, unit_id: int, values: Mapping[str, str], files: Sequence[Any], by: Actor, at: datetime
) -> str:
    """Answers for all occasions that are to come; gives a sentence for the doer."""
    answer = values.get("answer", "")
    mandate = commands.Mandate(
        name=values.get("delegate", ""), post=values.get("delegate_post", ""), scope=values.get("delegate_scope", "")
    )
    commands.answer_invitation(
        code=code,
        unit_id=unit_id,
        answer=answer,
        person=values.get("person", ""),
        comment=values.get("comment", ""),
        mandate=mandate if answer == "DELEGATED" else None,
        by=by,
        at=at,
    )
    return _("Đã ghi câu trả lời của %(unit)s vào danh sách dự họp.") % {"unit": by.unit_name}


def attend_by_link(
    *, code: str, unit_id: int, values: Mapping[str, str], files: Sequence[Any], by: Actor, at: datetime
) -> str:
    """Puts the unit on the roll of the occasion that is on."""
    told = commands.check_in(code=code, unit_id=unit_id, person=values.get("person", ""), by=by, at=at)
    if told.is_late:
        return _("Đã điểm danh %(unit)s, đến muộn.") % {"unit": by.unit_name}
    return _("Đã điểm danh %(unit)s.") % {"unit": by.unit_name}
