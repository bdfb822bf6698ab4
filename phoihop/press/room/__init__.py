"""The sheet of the room of the press."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from phoihop.ground.figures import Section
from phoihop.ground.sheet import Keep, Sheet, Waiting
from phoihop.press import commands, policy, queries
from phoihop.press.room.asking import (
    ASKING_DATES,
    ASKING_FINDS,
    ASKING_MENU,
    ASKING_PANELS,
    ASKING_REHOMES,
    ASKING_SAYS,
    ASKING_TELLS,
)
from phoihop.press.room.handing import (
    HANDING_FINDS,
    HANDING_MENU,
    HANDING_PANELS,
    HANDING_REACTS,
    HANDING_REHOMES,
    HANDING_SAYS,
    HANDING_TELLS,
)
from phoihop.press.room.matching import (
    MATCHING_FINDS,
    MATCHING_MENU,
    MATCHING_PANELS,
    MATCHING_REACTS,
    MATCHING_REHOMES,
    MATCHING_SAYS,
    MATCHING_TELLS,
)
from phoihop.press.room.reading import READING_FINDS, READING_MENU, READING_REHOMES, READING_SAYS, READING_TELLS
from phoihop.press.room.spokespersons import (
    SPEAKING_DATES,
    SPEAKING_FINDS,
    SPEAKING_MENU,
    SPEAKING_REHOMES,
    SPEAKING_SAYS,
    SPEAKING_TELLS,
)


def _waits(unit_ids: Collection[int], at: datetime) -> list[Waiting]:
    return [
        *queries.query_waits(unit_ids, at),
        *queries.asked_waits(unit_ids, at),
        *queries.digest_waits(unit_ids, at),
    ]


def _parties(codes: Collection[str]) -> set[int]:
    return (
        queries.query_parties(codes)
        | queries.standing_parties(codes)
        | queries.asked_parties(codes)
        | queries.handoff_parties(codes)
        | queries.digest_parties(codes)
    )


sheet = Sheet(
    room="press",
    powers=(
        *policy.POWERS,
        *policy.ASKING_POWERS,
        *policy.MATCHING_POWERS,
        *policy.HANDING_POWERS,
        *policy.DIGEST_POWERS,
        *policy.READING_POWERS,
    ),
    keep=Keep(years=10),
    says={**READING_SAYS, **ASKING_SAYS, **MATCHING_SAYS, **HANDING_SAYS, **SPEAKING_SAYS},
    tells=[*READING_TELLS, *ASKING_TELLS, *MATCHING_TELLS, *HANDING_TELLS, *SPEAKING_TELLS],
    finds=[*READING_FINDS, *ASKING_FINDS, *MATCHING_FINDS, *HANDING_FINDS, *SPEAKING_FINDS],
    dates=[*ASKING_DATES, *SPEAKING_DATES],
    panels=[*ASKING_PANELS, *MATCHING_PANELS, *HANDING_PANELS],
    reacts={**MATCHING_REACTS, **HANDING_REACTS},
    reports=[
        Section("matching", _("Báo chí nói về các vấn đề"), queries.matching_section, order=72),
        Section("asking", _("Câu hỏi của báo chí, yêu cầu cải chính"), queries.asking_section, order=73),
        Section("press-handing", _("Tin báo chuyển cơ quan trả lời"), queries.handing_section, order=74),
    ],
    newsletters=[commands.take_letter],
    parties=_parties,
    waits=_waits,
    rehomes=[*READING_REHOMES, *ASKING_REHOMES, *MATCHING_REHOMES, *HANDING_REHOMES, *SPEAKING_REHOMES],
    menu=[*READING_MENU, *ASKING_MENU, *MATCHING_MENU, *HANDING_MENU, *SPEAKING_MENU],
)
