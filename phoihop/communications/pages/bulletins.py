"""Pages of the internal bulletin: frozen values of finished strings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications.pages.words import Words, glyph, joined, moment_of
from phoihop.communications.queries import bulletins as reading
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import (
    Act,
    ActPage,
    DueDate,
    Empty,
    Figure,
    Glyph,
    Link,
    Note,
    Pager,
    Row,
    State,
    Tab,
    Term,
    words,
)
from phoihop.ground.powers import NotAllowed
from phoihop.organizations.queries import territories_around, territories_inside, territory_by_slug, unit_names
from phoihop.publications.queries import as_html

BULLETIN_STATES: dict[str, tuple[State, Words]] = {
    "DRAFT": (State.DOING, gettext_lazy("Đang soạn")),
    "ISSUED": (State.DONE, gettext_lazy("Đã phát hành")),
    "RECALLED": (State.HELD, gettext_lazy("Đã thu hồi")),
    "DROPPED": (State.HELD, gettext_lazy("Đã bỏ")),
}
SHARE_STATES: dict[str, tuple[State, Words]] = {
    "DELIVERED": (State.WAIT, gettext_lazy("Chưa xác nhận")),
    "ACKNOWLEDGED": (State.DONE, gettext_lazy("Đã xác nhận")),
}
LEVEL_WORDS = {
    "central": gettext_lazy("cấp trung ương"),
    "province": gettext_lazy("cấp tỉnh"),
    "district": gettext_lazy("cấp huyện"),
    "commune": gettext_lazy("cấp xã"),
}
MODES = ("", "waiting", "own")
MIME = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class BulletinsPage:
    title: str
    tabs: tuple[Tab, ...]
    find: str
    show: str
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    begin: Link | None
    why: str


@dataclass(frozen=True, slots=True)
class ItemPart:
    title: str
    body: SafeString
    source: str
    edit: Link | None


@dataclass(frozen=True, slots=True)
class ShareRow:
    unit: str
    state: Glyph
    read: str
    acknowledged: str
    note: str


@dataclass(frozen=True, slots=True)
class BulletinPage:
    title: str
    code: str
    tag: str
    state: Glyph
    meta: str
    back: Link
    notes: tuple[Note, ...]
    primary: Act | None
    acts: tuple[Act, ...]
    lede: str
    items: tuple[ItemPart, ...]
    add_item: Link | None
    facts: tuple[Term, ...]
    figures: tuple[Figure, ...]
    shares: tuple[ShareRow, ...]
    acknowledge_url: str
    form: Any
    downloads: tuple[Link, ...]
    why: str


def bulletins_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> BulletinsPage:
    show = asked.get("xem", "") if asked.get("xem", "") in MODES else ""
    text = asked.get("tim", "")[:100]
    found = reading.bulletin_list(actor, show=show, text=text, after=asked.get("sau", ""))
    here = reverse("communications:bulletins")
    labels = {"": _("Tất cả"), "waiting": _("Chờ xác nhận"), "own": _("Cơ quan mình ra")}
    following = {"sau": found.next} | ({"xem": show} if show else {}) | ({"tim": text} if text else {})
    today = local_date(at)
    return BulletinsPage(
        title=_("Bản tin nội bộ"),
        tabs=tuple(
            Tab(labels[mode], f"{here}?{urlencode({'xem': mode})}" if mode else here, is_current=mode == show)
            for mode in MODES
        ),
        find=text,
        show=show,
        rows=tuple(_row(line, today) for line in found.lines),
        pager=Pager(next_url=f"?{urlencode(following)}" if found.next else ""),
        empty=Empty(
            _("Chưa có bản tin nào."),
            _("Bản tin nội bộ gửi tới các cơ quan theo danh sách, cấp hoặc địa bàn; không bao giờ ra cổng thông tin."),
        ),
        begin=Link(_("Soạn bản tin"), reverse("communications:begin-bulletin")) if found.may_begin else None,
        why=_("Bạn xem được bản tin cơ quan mình ra hoặc nhận, và bản tin bạn kiểm tra."),
    )


def _row(line: reading.BulletinLine, today: date) -> Row:
    due = None
    waits = line.state == "ISSUED" and line.own_share == "DELIVERED"
    if waits and line.acknowledge_by is not None:
        days = (line.acknowledge_by - today).days
        due = DueDate(
            words.day(line.acknowledge_by),
            line.acknowledge_by.isoformat(),
            words.distance(days, is_working=False),
            "late" if days < 0 else "soon",
        )
    counted = ""
    if line.is_own and line.shares:
        counted = _("%(done)s/%(all)s cơ quan đã xác nhận") % {"done": line.acknowledged, "all": line.shares}
    own = line.own_share == "ACKNOWLEDGED"
    return Row(
        glyph=glyph(SHARE_STATES, line.own_share)
        if line.own_share and line.state == "ISSUED"
        else glyph(BULLETIN_STATES, line.state),
        what=line.title,
        url=reverse("communications:bulletin", args=[line.code]),
        meta=joined((line.unit, moment_of(line.issued_at), counted, _("cơ quan bạn đã xác nhận") if own else "")),
        code=line.code,
        tag=words.illustration(line.is_illustration),
        due=due,
    )


def bulletin_page(actor: Actor, code: str, form: Any) -> BulletinPage:
    value = reading.bulletin_value(actor, code)
    line, rights = value.line, value.rights
    primary, acts = _acts(value)
    notes = [Note(_("Đã thu hồi."), value.reason)] if line.state == "RECALLED" else []
    return BulletinPage(
        title=line.title,
        code=line.code,
        tag=words.illustration(line.is_illustration),
        state=glyph(BULLETIN_STATES, line.state),
        meta=joined((line.unit, moment_of(line.issued_at))),
        back=Link(_("Bản tin nội bộ"), reverse("communications:bulletins")),
        notes=tuple(notes),
        primary=primary,
        acts=acts,
        lede=value.lede,
        items=tuple(
            ItemPart(
                one.title,
                mark_safe(as_html(one.text)),  # noqa: S308  (made by publications.rules.prose)
                one.source,
                Link(_("Sửa tin này"), reverse("communications:write-item", args=[code, one.position]))
                if rights.write
                else None,
            )
            for one in value.items
        ),
        add_item=Link(_("Thêm tin"), reverse("communications:write-item", args=[code, _next(value)]))
        if rights.write
        else None,
        facts=tuple(_facts(value)),
        figures=tuple(_figures(value)),
        shares=tuple(
            ShareRow(
                one.unit,
                glyph(SHARE_STATES, one.state),
                moment_of(one.read_at) or "–",
                joined((moment_of(one.acknowledged_at), one.post)) or "–",
                one.note,
            )
            for one in value.shares
        ),
        acknowledge_url=reverse("communications:acknowledge-bulletin", args=[code]) if rights.acknowledge else "",
        form=form,
        downloads=tuple(
            Link(kind.upper(), reverse("communications:download-bulletin", args=[code, kind]))
            for kind in ("pdf", "docx")
        )
        if value.items
        else (),
        why=value.why,
    )


def _next(value: reading.BulletinValue) -> int:
    return max((one.position for one in value.items), default=0) + 1


def _acts(value: reading.BulletinValue) -> tuple[Act | None, tuple[Act, ...]]:
    def url(name: str) -> str:
        return reverse(f"communications:{name}", args=[value.line.code])

    rights, version = value.rights, value.version
    primary = Act(_("Phát hành"), url("issue-bulletin"), version) if rights.issue else None
    acts = [
        (rights.write, Act(_("Sửa tiêu đề, hạn"), url("write-bulletin"))),
        (rights.write, Act(_("Nơi nhận"), url("set-audience"))),
        (rights.recall, Act(_("Thu hồi"), url("recall-bulletin"))),
        (rights.drop, Act(_("Bỏ bản nháp"), url("drop-bulletin"), version)),
    ]
    return primary, tuple(act for allowed, act in acts if allowed)


def _facts(value: reading.BulletinValue) -> list[Term]:
    line = value.line
    facts = [Term(_("Cơ quan ra bản tin"), line.unit)]
    if line.acknowledge_by:
        facts.append(Term(_("Xác nhận trước hết ngày"), words.day(line.acknowledge_by)))
    if value.dossier:
        page = "plans:plan" if value.dossier.startswith("KH-") else "plans:topic"
        facts.append(Term(_("Phục vụ"), value.dossier, reverse(page, args=[value.dossier])))
    if line.is_own:
        facts.append(Term(_("Nơi nhận"), _audience(value) or _("chưa chọn")))
    facts.append(Term(_("Lưu hành"), _("nội bộ, không đưa ra công khai")))
    return facts


def _audience(value: reading.BulletinValue) -> str:
    levels = [str(LEVEL_WORDS[level]) for level in LEVEL_WORDS if level in value.audience.levels]
    found = (territory_by_slug(slug) for slug in sorted(value.audience.territories))
    places = [one.name for one in found if one is not None]
    return "; ".join([*levels, *places, *(name for _pk, name in value.audience_units)])


def _figures(value: reading.BulletinValue) -> list[Figure]:
    if not value.shares:
        return []
    done = sum(one.state == "ACKNOWLEDGED" for one in value.shares)
    return [
        Figure(str(len(value.shares)), "#noi-nhan", _("cơ quan nhận")),
        Figure(str(value.read), "#noi-nhan", _("đã mở")),
        Figure(str(done), "#noi-nhan", _("đã xác nhận")),
        Figure(str(len(value.shares) - done), "#noi-nhan", _("chưa xác nhận")),
    ]


# ── acts that need words ────────────────────────────────────────────────────────────────────────────────────

ACTS = {
    "write": (gettext_lazy("Sửa tiêu đề, hạn"), gettext_lazy("Ghi lại")),
    "item": (gettext_lazy("Một tin của bản tin"), gettext_lazy("Ghi lại")),
    "audience": (gettext_lazy("Nơi nhận"), gettext_lazy("Ghi lại")),
    "recall": (gettext_lazy("Thu hồi bản tin"), gettext_lazy("Thu hồi")),
}


def bulletin_start(actor: Actor, code: str, position: int = 0) -> dict[str, Any]:
    value = reading.bulletin_value(actor, code)
    start: dict[str, Any] = {
        "version": value.version,
        "title": value.line.title,
        "lede": value.lede,
        "acknowledge_by": value.line.acknowledge_by,
        "levels": sorted(value.audience.levels),
        "territories": sorted(value.audience.territories),
        "units": sorted(value.audience.unit_ids),
    }
    if position:
        item = next((one for one in value.items if one.position == position), None)
        start |= {"title": item.title, "text": item.text, "source": item.source} if item else {"title": ""}
    return start


def places_of(actor: Actor, code: str) -> list[tuple[str, str]]:
    """Territories to choose from: those around the reader's, and the communes inside it."""
    reading.bulletin_value(actor, code)
    home = next((one.territory for one in unit_names([actor.unit_id]).values()), "")
    found = {one.slug: one.name for one in (*territories_around(home), *territories_inside(home))}
    return list(found.items())


def bulletin_act_page(actor: Actor, code: str, act: str, form: Any) -> ActPage:
    """The form of an act. Refused: one that the reader may not do as the issue stands."""
    value = reading.bulletin_value(actor, code)
    if not (value.rights.recall if act == "recall" else value.rights.write):
        raise NotAllowed(_("Lúc này bạn không làm được việc này; bản tin %(code)s giữ nguyên.") % {"code": code})
    title, label = ACTS[act]
    said = ""
    if act == "audience":
        said = _("Chọn theo cấp, theo địa bàn, hoặc từng cơ quan. Danh sách được chốt khi phát hành và được giữ lại.")
    return ActPage(
        title=str(title),
        crumb=Link(value.line.title, reverse("communications:bulletin", args=[code])),
        said=said,
        form=form,
        label=str(label),
        why=value.why,
        finds=act == "audience",
    )


def begin_bulletin_page(actor: Actor, form: Any) -> ActPage:
    return ActPage(
        title=_("Soạn bản tin nội bộ"),
        crumb=Link(_("Bản tin nội bộ"), reverse("communications:bulletins")),
        said=_("Bản tin của %(unit)s, chỉ các cơ quan trong hệ thống đọc được.") % {"unit": actor.unit_name},
        form=form,
        label=_("Bắt đầu soạn"),
        why=_("Bạn xem được vì bạn viết hoặc duyệt cho %(unit)s.") % {"unit": actor.unit_name},
    )


def bulletin_headers(code: str, kind: str) -> dict[str, str]:
    """How a browser takes the printed issue: never from a store shared with others."""
    return {
        "Content-Type": MIME.get(kind, "application/octet-stream"),
        "Content-Disposition": f'attachment; filename="{code}.{kind}"',
        "Cache-Control": "private, no-store",
    }
