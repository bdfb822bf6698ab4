"""The versions of a publication, and what one of them changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.parts import Diff, Link, compare, words
from phoihop.ground.powers import NotVisible
from phoihop.portal.pages.frame import Site
from phoihop.portal.pages.heads import Head
from phoihop.publications import queries

Clauses = list[tuple[str, str, str]]
NAMED: dict[str, str | Promise] = {
    # what the details of a copy say in words
    "question": gettext_lazy("Câu hỏi"),
    "problem": gettext_lazy("Vấn đề"),
    "practice": gettext_lazy("Cách làm"),
    "result": gettext_lazy("Kết quả"),
    "cost": gettext_lazy("Chi phí"),
    "claim": gettext_lazy("Điều được nói"),
    "verdict_words": gettext_lazy("Kết luận"),
    "reply": gettext_lazy("Ý kiến phản hồi"),
    "evidence": gettext_lazy("Chứng cứ"),
    "appearances": gettext_lazy("Đã đăng ở đâu"),
    "event": gettext_lazy("Sự kiện"),
    "stage": gettext_lazy("Giai đoạn"),
    "state": gettext_lazy("Tình trạng"),
    "as_of": gettext_lazy("Tính đến"),
    "done": gettext_lazy("Hoàn thành"),
    "doing": gettext_lazy("Đang làm"),
    "late": gettext_lazy("Quá hạn"),
    "blocked": gettext_lazy("Bị chặn"),
    "planned": gettext_lazy("Chưa tới kỳ"),
}


@dataclass(frozen=True, slots=True)
class VersionLine:
    number: str
    at: str
    iso: str
    note: str
    url: str  # what this one changed; empty for the first
    is_shown: bool


@dataclass(frozen=True, slots=True)
class VersionsPage:
    title: str
    head: Head
    crumbs: tuple[Link, ...]
    versions: tuple[VersionLine, ...]
    diff: Diff | None


def versions_page(code: str, site: Site, number: str = "") -> VersionsPage:
    """All versions, and what the one asked for (else the last) changed. Refused (NotVisible): nothing of this code is
    out."""
    found = queries.versions(code)
    line = queries.by_codes([code]).get(code)
    if not found or line is None:
        raise NotVisible
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else found[0].number
    new = next((one for one in found if one.number == wanted), found[0])
    old = next((one for one in found if one.number == new.number - 1), None)
    return VersionsPage(
        title=_("Các bản của “%(title)s”") % {"title": line.title},
        head=Head(is_indexed=False),
        crumbs=(Link(line.title, site.url(line.path)),),
        versions=tuple(_line(one, code, site, is_shown=one is new) for one in found),
        diff=_diff(old, new) if old is not None else None,
    )


def _line(one: queries.VersionValue, code: str, site: Site, *, is_shown: bool) -> VersionLine:
    at = timezone.localtime(one.at)
    return VersionLine(
        number=_name(one),
        at=words.moment(at),
        iso=at.isoformat(),
        note=one.note,
        url=site.url(f"/ban/{code}/?ban={one.number}") if one.number > 1 else "",
        is_shown=is_shown,
    )


def _name(one: queries.VersionValue) -> str:
    return _("Bản %(number)s") % {"number": one.number}


def _diff(old: queries.VersionValue, new: queries.VersionValue) -> Diff:
    before, after = _paragraphs(old), _paragraphs(new)
    keys_before, keys_after = _paired(before, after)
    return compare(
        [*_heading(old), *_clauses(keys_before, before)],
        [*_heading(new), *_clauses(keys_after, after)],
        old_name=_name(old),
        new_name=_name(new),
    )


def _heading(one: queries.VersionValue) -> Clauses:
    told: Clauses = [("title", _("Tiêu đề"), one.title), ("summary", _("Tóm tắt"), one.summary)]
    for name, value in asdict(one.details).items():
        if name in NAMED and value not in ("", None):
            told.append((name, str(NAMED[name]), _said(value)))
    return [clause for clause in told if clause[2]]


def _said(value: object) -> str:
    """A value in words; of a list its entries one after the other."""
    if isinstance(value, list | tuple):
        return "; ".join(_said(one) for one in value if one)
    return str(value)


def _paragraphs(one: queries.VersionValue) -> list[str]:
    return [line for line in queries.as_plain(one.body).split("\n") if line]


def _clauses(keys: Sequence[str], paragraphs: Sequence[str]) -> Clauses:
    return [
        (key, _("Đoạn %(number)s") % {"number": number}, text)
        for number, (key, text) in enumerate(zip(keys, paragraphs, strict=True), start=1)
    ]


def _paired(before: Sequence[str], after: Sequence[str]) -> tuple[list[str], list[str]]:
    """Keys that pair each paragraph with the one it became, so that one put in between does not shift all others."""
    old, new = [f"old-{i}" for i in range(len(before))], [f"new-{i}" for i in range(len(after))]
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind in ("equal", "replace"):
            for step in range(min(j - i, m - k)):
                old[i + step] = new[k + step] = f"p-{k + step}"
    return old, new
