"""The sheet of the room of documents."""

import io

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.documents import commands, events, pages, policy, queries
from phoihop.documents.commands.rehoming import REHOMES
from phoihop.documents.queries import search
from phoihop.ground.events import Event
from phoihop.ground.figures import Section
from phoihop.ground.powers import Circle
from phoihop.ground.sheet import Entry, Finder, Keep, Notice, Panel, Sheet, Work
from phoihop.reporting.commands import use_judge


def _document(event: Event) -> str:
    return reverse("documents:document", args=[event.code])


def _to_given(event: events.DocumentShared) -> list[Circle]:
    return [Circle(policy.READERS, unit_id=unit_id) for unit_id in event.unit_ids]


def _to_holders(event: events.DocumentRecalled) -> list[Circle]:
    return [Circle(policy.READERS, unit_id=unit_id) for unit_id in queries.given_to(event.code)]


def _unfit_template(content: bytes, name: str) -> tuple[str, ...]:
    """Why the guard does not let a Word template in; nothing where it does. A template is not held for two people."""
    with commands.spooled(io.BytesIO(content), name=name) as spool:
        findings = commands.judge(spool, name=name).verdict.findings
    return tuple(dict.fromkeys(queries.rule_in_words(finding.rule) for finding in findings))


def _to_releasers(event: events.FileHeld | events.FileReleaseProposed) -> list[Circle]:
    return [Circle(policy.RELEASERS, unit_id=event.unit_id)]


sheet = Sheet(
    room="documents",
    powers=policy.POWERS,
    rehomes=REHOMES,
    keep=Keep(years=20),
    says={
        events.FileRefused: _("Không nhận một tệp theo quy tắc %(rules)s; không giữ lại gì của tệp"),
        events.FileHeld: _("Giữ một tệp không đọc được đến %(until)s, theo quy tắc %(rules)s"),
        events.FileReleaseProposed: _("Người thứ nhất cho nhận tệp đang giữ: %(reason)s"),
        events.FileReleased: _("Người thứ hai đồng ý; tệp đang giữ thành văn bản %(document)s"),
        events.FileDropped: _("Bỏ một tệp đang giữ"),
        events.DocumentTakenIn: _("Nhận tệp của văn bản %(code)s, người đưa vào xác nhận không có bí mật nhà nước"),
        events.DocumentRegistered: _("Vào sổ văn bản %(code)s %(citation)s"),
        events.DocumentDescribed: _("Sửa mô tả văn bản %(code)s: %(fields)s"),
        events.DocumentDiscarded: _("Bỏ văn bản chưa vào sổ %(code)s cùng tệp"),
        events.DocumentReplaced: _("Thay tệp của văn bản %(code)s bằng bản lần %(number)s"),
        events.DocumentRendered: _("Lập bản khác của văn bản %(code)s: %(rendition)s"),
        events.DocumentLinked: _("Gắn văn bản %(code)s vào hồ sơ %(about)s"),
        events.DocumentUnlinked: _("Gỡ văn bản %(code)s khỏi hồ sơ %(about)s"),
        events.DocumentShared: _("Gửi văn bản %(code)s cho %(unit_names)s"),
        events.DocumentUnshared: _("Thôi gửi văn bản %(code)s cho %(unit_names)s"),
        events.DocumentOpened: _("Mở văn bản %(code)s"),
        events.DocumentRecalled: _("Thu hồi văn bản %(code)s: %(reason)s"),
        events.DocumentRetained: _("Đặt thời hạn bảo quản văn bản %(code)s: %(retention)s"),
        events.DocumentFrozen: _("Giữ nguyên văn bản %(code)s: %(reason)s"),
        events.DocumentUnfrozen: _("Thôi giữ nguyên văn bản %(code)s: %(reason)s"),
        events.PaperIssued: _("Cấp số %(citation)s cho văn bản %(code)s"),
        events.PaperWritten: _("Lập tệp DOCX và PDF của văn bản %(code)s %(citation)s"),
        events.PaperWithdrawn: _("Thu hồi văn bản %(code)s %(citation)s: %(reason)s"),
        events.RegisterExported: _("Xuất %(name)s thành tệp %(file_kind)s"),
        events.BookOpened: _("Mở %(name)s"),
        events.BookClosed: _("Khóa %(name)s"),
    },
    tells=[
        Notice(events.DocumentShared, _to_given, lambda e: queries.row_of(e.code), _document),
        Notice(events.DocumentRecalled, _to_holders, lambda e: queries.row_of(e.code), _document),
        *(
            Notice(event, _to_releasers, lambda e: queries.held_row(e.held_id), lambda e: reverse("documents:held"))
            for event in (events.FileHeld, events.FileReleaseProposed)
        ),
    ],
    works=[
        Work(on=events.DocumentTakenIn, do=commands.finish_file),
        Work(on=events.DocumentReplaced, do=commands.finish_file),
    ],
    finds=[Finder("document", _("Văn bản"), ("VB-",), build=search.build, codes=search.codes, visible=search.visible)],
    reports=[Section("documents", _("Văn bản trong hồ sơ"), queries.report_section, order=60)],
    panels=[
        Panel(on=page, build=pages.documents_about, template="documents/_about.html", order=60)
        for page in ("topic", "plan", "agreement", "obligation", "dispatch")
    ],
    menu=[
        Entry("documents:list", _("Văn bản"), "documents", "document.list", order=210, waiting=queries.in_menu),
    ],
)
use_judge(_unfit_template)
