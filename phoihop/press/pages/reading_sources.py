"""Pages of sources: frozen values of finished strings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.parts import Act, ActPage, Empty, Glyph, Link, Note, Pager, Row, State, Tab, Term, words
from phoihop.ground.powers import SIGNED_IN, NotAllowed
from phoihop.organizations.queries import unit_names
from phoihop.press.queries import reading
from phoihop.press.queries.reading_words import KIND_WORDS, SOURCE_WORDS

GLYPHS = {"ACTIVE": State.DOING, "PAUSED": State.HELD, "BROKEN": State.BLOCK}
MODES = ("", "hong", "dung")


@dataclass(frozen=True, slots=True)
class SourcesPage:
    title: str
    tabs: tuple[Tab, ...]
    show: str
    find: str
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    add: Link | None
    term: Link | None
    stories: Link
    why: str


@dataclass(frozen=True, slots=True)
class SourcePage:
    title: str
    code: str
    tag: str
    state: Glyph
    meta: str
    back: Link
    acts: tuple[Act, ...]
    notes: tuple[Note, ...]
    facts: tuple[Term, ...]
    stories: Link
    why: str


def sources_page(actor: Actor, asked: Mapping[str, str]) -> SourcesPage:
    show = asked.get("xem", "") if asked.get("xem", "") in MODES else ""
    text = asked.get("tim", "")[:100]
    found = reading.sources(actor, show=show, text=text, after=asked.get("sau", ""))
    here = reverse("press:sources")
    labels = {"": _("Đang dùng"), "hong": _("Không đọc được"), "dung": _("Tạm dừng")}
    kept = ({"xem": show} if show else {}) | ({"tim": text} if text else {})
    return SourcesPage(
        title=_("Nguồn tin"),
        tabs=tuple(
            Tab(labels[mode], f"{here}?{urlencode({'xem': mode})}" if mode else here, is_current=mode == show)
            for mode in MODES
        ),
        show=show,
        find=text,
        rows=tuple(_row(line) for line in found.lines),
        pager=Pager(next_url=f"?{urlencode({**kept, 'sau': found.next})}" if found.next else ""),
        empty=Empty(
            _("Không có nguồn tin nào ở đây."),
            _("Chuyên viên, người duyệt và biên tập viên của mỗi cơ quan thêm nguồn tin; mọi cơ quan cùng đọc."),
        ),
        add=Link(_("Thêm nguồn tin"), reverse("press:add-source")) if found.may_add else None,
        term=Link(_("Thời hạn đọc và lưu"), reverse("press:reading-term")) if found.may_set else None,
        stories=Link(_("Tin báo chí"), reverse("press:stories")),
        why=str(SIGNED_IN),
    )


def source_page(actor: Actor, code: str) -> SourcePage:
    value = reading.source_value(actor, code)
    line = value.line
    acts = []
    if value.may_pause and line.state != "ACTIVE":
        label = _("Đọc tiếp") if line.state == "PAUSED" else _("Thử lại ngay")
        acts.append(Act(label, reverse("press:resume-source", args=[code]), value.version))
    if value.may_amend:
        acts.append(Act(_("Sửa"), reverse("press:amend-source", args=[code])))
    if value.may_pause and line.state != "PAUSED":
        acts.append(Act(_("Tạm dừng"), reverse("press:pause-source", args=[code])))
    facts = [
        Term(_("Cơ quan giữ"), line.unit),
        Term(_("Loại"), _upper(str(KIND_WORDS[line.kind]))),
        Term(_("Số tin đã nhận"), str(line.items)),
        Term(_("Lần đọc gần nhất"), words.moment(line.last_at) if line.last_at else _("Chưa đọc")),
        Term(_("Kết quả"), line.last_result or "–"),
        Term(_("Lần đọc tới"), words.moment(line.next_at) if line.next_at else "–"),
    ]
    if line.url:
        facts.append(Term(_("Địa chỉ"), line.url))
    if value.mail_address:
        facts.append(Term(_("Địa chỉ nhận thư tin"), value.mail_address))
    if line.kind not in ("MAIL", "MANUAL"):
        pages = _("Có, khi nguồn chỉ có tóm tắt") if value.takes_pages else _("Không đọc")
        facts.append(Term(_("Mở trang bài"), pages))
    return SourcePage(
        title=line.publisher,
        code=line.code,
        tag=words.illustration(line.is_illustration),
        state=Glyph.of(GLYPHS[line.state], str(SOURCE_WORDS[line.state])),
        meta=line.unit,
        back=Link(_("Nguồn tin"), reverse("press:sources")),
        acts=tuple(acts),
        notes=tuple(_notes(value)),
        facts=tuple(facts),
        stories=Link(_("Tin của nơi này"), f"{reverse('press:stories')}?{urlencode({'noi': line.publisher})}"),
        why=value.why,
    )


def add_page(actor: Actor, form: Any) -> ActPage:
    return ActPage(
        title=_("Thêm nguồn tin"),
        crumb=Link(_("Nguồn tin"), reverse("press:sources")),
        said=_(
            "Mọi cơ quan cùng đọc. Máy hỏi có chừng mực, theo robots.txt và chỉ giữ tiêu đề, đường dẫn, một đoạn ngắn."
        ),
        form=form,
        label=_("Thêm nguồn tin"),
        why=_("Bạn xem được vì bạn giữ vị trí ở %(unit)s.") % {"unit": actor.unit_name},
    )


def act_page(actor: Actor, code: str, act: str, form: Any) -> ActPage:
    """The form of an act. Refused: one that the reader may not do as the source stands."""
    value = reading.source_value(actor, code)
    is_amending = act == "amend"
    if not (value.may_amend if is_amending else value.may_pause and value.line.state != "PAUSED"):
        raise NotAllowed(_("Lúc này bạn không làm được việc này; %(code)s giữ nguyên.") % {"code": code})
    return ActPage(
        title=_("Sửa nguồn tin") if is_amending else _("Tạm dừng nguồn tin"),
        crumb=Link(value.line.publisher, reverse("press:source", args=[code])),
        said="" if is_amending else _("Tin đã nhận vẫn còn. Có thể đọc tiếp bất cứ lúc nào."),
        form=form,
        label=_("Ghi lại") if is_amending else _("Tạm dừng"),
        why=value.why,
    )


def term_page(actor: Actor, form: Any) -> ActPage:
    return ActPage(
        title=_("Thời hạn đọc và lưu tin báo"),
        crumb=Link(_("Nguồn tin"), reverse("press:sources")),
        said=_(
            "Áp dụng cho các nguồn tin và chuyện của địa bàn. Tin đã khớp với một vấn đề thì không bị xóa theo hạn này."
        ),
        form=form,
        label=_("Ghi lại"),
        why=str(SIGNED_IN),
    )


def start_of(actor: Actor, code: str) -> dict[str, Any]:
    value = reading.source_value(actor, code)
    return {
        "version": value.version,
        "publisher": value.line.publisher,
        "url": value.line.url,
        "takes_pages": value.takes_pages,
    }


def territory_of(actor: Actor) -> str:
    """The territory that the reader's unit belongs to."""
    return unit_names([actor.unit_id])[actor.unit_id or 0].territory


def term_start(actor: Actor) -> dict[str, Any]:
    return asdict(reading.reading_term(territory_of(actor)))


def _row(line: reading.SourceLine) -> Row:
    said = line.last_result or _("Chưa đọc lần nào.")
    return Row(
        glyph=Glyph.of(GLYPHS[line.state], str(SOURCE_WORDS[line.state])),
        what=line.publisher,
        url=reverse("press:source", args=[line.code]),
        meta=" · ".join((str(KIND_WORDS[line.kind]), line.unit, said)),
        code=line.code,
        tag=words.illustration(line.is_illustration),
    )


def _notes(value: reading.SourceValue) -> list[Note]:
    line = value.line
    if line.state == "PAUSED":
        return [Note(_("Nguồn tin đang tạm dừng."), value.reason)]
    if line.state == "BROKEN":
        said = _("%(result)s Đã hỏng %(count)s lần liền; máy thử lại thưa dần.") % {
            "result": line.last_result,
            "count": line.failures,
        }
        return [Note(_("Nguồn tin không đọc được."), said, is_late=True)]
    if line.kind == "MAIL" and not line.items:
        return [Note(_("Chưa có thư tin nào."), _("Hãy đăng ký nhận thư tin bằng địa chỉ dưới đây."))]
    return []


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
