"""The sheet of the room of official letters and reports."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.sheet import Entry, Finder, Keep, Sheet
from phoihop.reporting import events, policy, queries
from phoihop.reporting.commands.rehoming import REHOMES

sheet = Sheet(
    room="reporting",
    powers=policy.POWERS,
    rehomes=REHOMES,
    keep=Keep(years=10),
    says={
        events.LetterheadSet: _("Đặt mẫu văn bản của %(unit_name)s"),
        events.LetterheadTemplateAdopted: _("Nhận khuôn Word của %(unit_name)s"),
        events.LetterheadTemplateDropped: _("Bỏ khuôn Word của %(unit_name)s"),
        events.ReportCompiled: _("Lập báo cáo “%(title)s”, số liệu đến hết ngày %(on)s"),
        events.ReportHabitsSet: _("Đặt cách lập báo cáo của %(unit_name)s"),
    },
    finds=[
        Finder(
            "report",
            _("Báo cáo"),
            prefixes=("BC-",),
            build=queries.found_reports,
            codes=queries.report_codes,
            visible=queries.visible_reports,
        )
    ],
    menu=[
        Entry("reporting:reports", _("Báo cáo"), "documents", "report.list", order=230),
        Entry("reporting:own", _("Mẫu văn bản"), "documents", "letterhead.see", order=740),
    ],
)
