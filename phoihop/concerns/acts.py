"""What an office may do with a concern by a signed link or an answering mail, without an account: write its part."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.concerns import commands, queries, states
from phoihop.ground.actor import Actor
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible
from phoihop.ground.sheet import Act, ActField, ActView

POWER = "concern.write_part"


def view_part(code: str, unit_id: int, at: datetime) -> ActView | None:
    """What the office is asked, with the words a moderator has let stand: the raw text goes to nobody by mail."""
    office = Actor.office(unit_id, "", power=POWER, about=code, way="link")
    try:
        value = queries.concern_value(office, code)
    except NotVisible:
        return None
    part = next((one for one in value.parts if one.unit.id == unit_id), None)
    if part is None:
        return None
    is_open = value.state in states.WORKED_ON and part.state == "OPEN"
    return ActView(
        title=value.title,
        facts=(
            (_("Mã"), code),
            (_("Lĩnh vực"), value.service),
            (_("Địa điểm"), value.place or "–"),
            (_("Cơ quan chủ trì"), value.lead.name if value.lead else "–"),
            (_("Ngày hứa trả lời người dân"), words.day(value.promised_date)),
            *(((_("Cơ quan được hỏi"), part.about),) if part.about else ()),
        ),
        text=value.public_text,
        is_open=is_open,
        closed_because="" if is_open else _why_closed(value, part),
    )


def _why_closed(value: queries.ConcernValue, part: queries.PartValue) -> str:
    if part.state == "WRITTEN":
        return _("Cơ quan đã viết phần của mình.")
    return _("Phản ánh này lúc này không chờ phần của cơ quan: %(state)s.") % {"state": value.state_words}


def run_part(*, code: str, unit_id: int, values: Mapping[str, Any], files: Any, by: Actor, at: datetime) -> str:
    commands.write_part(
        code=code,
        text=str(values.get("text", "")),
        evidence=str(values.get("evidence", "")),
        unit_id=unit_id,
        by=by,
        at=at,
    )
    return _("Đã ghi phần trả lời của cơ quan cho phản ánh %(code)s.") % {"code": code}


ACTS = (
    Act(
        POWER,
        gettext_lazy("viết phần trả lời của cơ quan"),
        view=view_part,
        run=run_part,
        fields=(
            ActField(
                "text",
                gettext_lazy("Trả lời của cơ quan"),
                help=gettext_lazy("Điều cơ quan biết, đã làm và sẽ làm, đến khi nào."),
            ),
            ActField("evidence", gettext_lazy("Căn cứ"), "line", is_needed=False),
        ),
    ),
)
