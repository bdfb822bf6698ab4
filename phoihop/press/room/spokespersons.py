"""The register of spokespersons."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import SEATED
from phoihop.ground.events import Event
from phoihop.ground.powers import Circle
from phoihop.ground.rehomes import Stays
from phoihop.ground.sheet import Dated, Entry, Finder, How, Notice
from phoihop.press import events, queries


def _line(event: Event) -> str:
    return reverse("press:spokesperson", args=[event.code])


def _to_unit(event: events._OfSpokesperson) -> list[Circle]:
    return [Circle(SEATED, unit_id=event.unit_id)]


SPEAKING_SAYS = {
    events.SpokespersonNamed: _("%(unit_name)s giao người phát ngôn %(code)s từ ngày %(day)s (%(announced_by)s)"),
    events.SpokespersonAmended: _("%(unit_name)s sửa cách liên hệ của người phát ngôn %(code)s"),
    events.SpokespersonEnded: _("%(unit_name)s thôi giao người phát ngôn %(code)s sau ngày %(day)s: %(reason)s"),
    events.SpokespersonsShown: _("Danh sách người phát ngôn công khai (%(code)s): thêm %(came)s, bớt %(went)s"),
}
SPEAKING_TELLS = [
    Notice(on=event, to=_to_unit, thing=queries.spokesperson_row, url=_line, how=How.DIGEST)
    for event in (events.SpokespersonNamed, events.SpokespersonEnded)
]
SPEAKING_FINDS = [
    Finder(
        "spokesperson",
        _("Người phát ngôn"),
        prefixes=("NP-",),
        build=queries.found_spokespersons,
        codes=queries.spokesperson_codes,
        visible=queries.visible_spokespersons,
    )
]
SPEAKING_DATES = [Dated("spokesperson", _("Hết hạn phát ngôn"), between=queries.days_between, order=75)]
SPEAKING_REHOMES = [
    Stays("press.Spokesperson", "unit_id", "who spoke for a unit spoke for that one; the heir announces its own")
]
SPEAKING_MENU = [Entry("press:list", _("Người phát ngôn"), icon="person", needs="spokesperson.list", order=570)]
