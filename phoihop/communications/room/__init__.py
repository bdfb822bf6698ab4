"""The sheet of the room of communications."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from phoihop.communications import commands, pages, policy, queries, reactions
from phoihop.communications.room.conferences import (
    CONFERENCE_FINDS,
    CONFERENCE_PANELS,
    CONFERENCE_REHOMES,
    CONFERENCE_SAYS,
    CONFERENCE_TELLS,
)
from phoihop.communications.room.news import NEWS_FINDS, NEWS_REHOMES, NEWS_SAYS, NEWS_TELLS
from phoihop.communications.room.outreach import OUTREACH_FINDS, OUTREACH_REHOMES, OUTREACH_SAYS, OUTREACH_TELLS
from phoihop.communications.room.outward import (
    BULLETIN_SAYS,
    BULLETIN_TELLS,
    OUTWARD_FINDS,
    OUTWARD_PANELS,
    OUTWARD_REHOMES,
    RECORD_SAYS,
    RELEASE_SAYS,
    RELEASE_TELLS,
)
from phoihop.ground.figures import Section
from phoihop.ground.sheet import Dated, Entry, Keep, Panel, Sheet, Waiting, Work
from phoihop.intake.events import InputReceived
from phoihop.obligations.events import (
    DayDeclared,
    DayRevoked,
    ExtensionGranted,
    ObligationAccepted,
    ObligationHandedIn,
    ObligationReturned,
    ObligationWaived,
)
from phoihop.press.events import PressQueryAnswered, PressQueryPresented


def _waits(unit_ids: Collection[int], at: datetime) -> list[Waiting]:
    own = [*queries.waits(unit_ids, at), *queries.release_waits(unit_ids)]
    return [
        *own,
        *queries.bulletin_waits(unit_ids, at),
        *queries.conference_waits(unit_ids, at),
        *queries.outreach_waits(unit_ids, at),
    ]


def _parties(codes: Collection[str]) -> set[int]:
    return (
        queries.parties(codes)
        | queries.release_parties(codes)
        | queries.bulletin_parties(codes)
        | queries.conference_parties(codes)
        | queries.outreach_parties(codes)
    )


sheet = Sheet(
    room="communications",
    powers=policy.POWERS,
    keep=Keep(years=10),
    says={**NEWS_SAYS, **RELEASE_SAYS, **CONFERENCE_SAYS, **BULLETIN_SAYS, **RECORD_SAYS, **OUTREACH_SAYS},
    tells=[*NEWS_TELLS, *RELEASE_TELLS, *CONFERENCE_TELLS, *BULLETIN_TELLS, *OUTREACH_TELLS],
    works=[Work(on=InputReceived, do=commands.take_feedback)],
    reacts={
        PressQueryPresented: reactions.hold_answer,
        PressQueryAnswered: reactions.hold_answer,
        DayDeclared: reactions.copy_calendar,
        DayRevoked: reactions.copy_calendar,
        ObligationHandedIn: reactions.hear_hand_in,
        ObligationAccepted: reactions.hear_acceptance,
        ObligationReturned: reactions.hear_return,
        ObligationWaived: reactions.hear_waiver,
        ExtensionGranted: reactions.hear_extension,
    },
    panels=[
        *OUTWARD_PANELS,
        *CONFERENCE_PANELS,
        *[
            Panel(on=page, build=pages.news_on, template="communications/_news.html", order=70)
            for page in ("topic", "plan", "obligation", "dispatch")
        ],
    ],
    finds=[*NEWS_FINDS, *OUTWARD_FINDS, *CONFERENCE_FINDS, *OUTREACH_FINDS],
    dates=[
        Dated("article", _("Hẹn công bố"), queries.going_out_between, order=70),
        Dated("release", _("Giờ được phát thông cáo"), queries.embargoes_between, order=71),
        Dated("outreach", _("Truyền thông"), queries.dated_lines, order=69),
        Dated("conference", _("Họp báo"), queries.conferences_between, order=73),
        Dated("bulletin", _("Hạn xác nhận bản tin"), queries.acknowledgements_between, order=72),
    ],
    reports=[
        Section("outreach", _("Truyền thông theo kênh"), queries.outreach_section, order=69),
        Section("bulletins", _("Bản tin nội bộ"), queries.bulletin_section, order=72),
        Section("releases", _("Thông cáo"), queries.release_section, order=71),
        Section("conferences", _("Họp báo"), queries.conference_section, order=74),
        Section("communications", _("Thông tin cho người dân"), queries.news_section, order=70),
    ],
    parties=_parties,
    waits=_waits,
    rehomes=[*NEWS_REHOMES, *OUTWARD_REHOMES, *CONFERENCE_REHOMES, *OUTREACH_REHOMES],
    menu=[
        Entry("communications:outreach-list", _("Truyền thông"), icon="publications", needs="outreach.list", order=410),
        Entry("communications:list", _("Tin bài"), icon="publications", needs="article.list", order=420),
        Entry("communications:photos", _("Kho ảnh"), icon="publications", needs="photo.list", order=430),
        Entry("communications:cards", _("Thẻ kinh nghiệm"), icon="publications", needs="card.list", order=440),
        Entry("communications:releases", _("Thông cáo"), icon="publications", needs="release.list", order=450),
        Entry("communications:conferences", _("Họp báo"), icon="publications", needs="conference.list", order=460),
        Entry("communications:bulletins", _("Bản tin nội bộ"), icon="notices", needs="bulletin.list", order=470),
        Entry("communications:portal", _("Cổng thông tin"), icon="publications", needs="portal.keep", order=330),
    ],
)
