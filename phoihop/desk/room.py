"""The sheet of the desk: its place in the menu, and the timelines it puts on other rooms' pages."""

from django.utils.translation import gettext_lazy as _

from phoihop.desk import pages, policy
from phoihop.ground.sheet import Entry, Panel, Sheet

THINGS = ("topic", "plan", "agreement", "obligation", "unit", "dispatch")

sheet = Sheet(
    room="desk",
    powers=policy.POWERS,
    panels=[Panel(on=on, build=pages.panel_on(on), template="desk/_timeline.html", order=90) for on in THINGS],
    menu=[
        Entry("desk:today", _("Hôm nay"), icon="today", needs="desk.see", order=10, is_on_phone=True),
        Entry("desk:programme", _("Chương trình"), icon="programme", needs="plan.list", order=50, is_on_phone=True),
        Entry("desk:calendar", _("Lịch"), icon="days", needs="desk.see", order=40),
        Entry("desk:ledger", _("Sổ cái"), icon="ledger", needs="ledger.see", order=770),
        Entry("status", _("Tình trạng hệ thống"), icon="info", needs="status.see", order=780),
    ],
)
