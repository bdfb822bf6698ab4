"""The search page: what was found, by what it may be narrowed, and what to do when nothing was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from phoihop.desk import queries
from phoihop.desk.queries import FoundThing, SearchFilters, SearchView, Segment
from phoihop.ground.actor import Actor
from phoihop.ground.parts import Empty, Link, Note, Pager, Tab, words

# How a kind looks; one that is not here has the glass.
ICONS = {
    "agreement": "agreements",
    "dispatch": "dispatches",
    "document": "documents",
    "mandate": "mandates",
    "obligation": "obligations",
    "plan": "plans",
    "round": "rounds",
    "topic": "topics",
    "unit": "organizations",
}
MOST_OFFERED = 12  # values of one facet


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and the marked words behind it."""

    plain: str
    hit: str


@dataclass(frozen=True, slots=True)
class FoundRow:
    icon: str
    kind: str
    title: tuple[Piece, ...]
    url: str
    snippet: tuple[Piece, ...]
    meta: str
    code: str
    tag: str


@dataclass(frozen=True, slots=True)
class Facet:
    label: str
    values: tuple[Tab, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that is on, and the address without it."""

    name: str
    text: str
    without_url: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    title: str
    form: Form
    hidden: tuple[tuple[str, str], ...]
    chosen: tuple[Chosen, ...]
    orders: tuple[Tab, ...]
    facets: tuple[Facet, ...]
    counted: str
    notes: tuple[Note, ...]
    rows: tuple[FoundRow, ...]
    pager: Pager
    empty: Empty
    why: str


@dataclass(frozen=True, slots=True)
class SuggestedPage:
    titles: tuple[tuple[str, str], ...]  # what is put into the field, and what kind of thing it is


def search_page(actor: Actor, form: Form) -> SearchPage:
    asked = _asked(form)
    page = int(asked.get("trang") or 1)
    kinds = queries.search_kinds()
    view = queries.search(
        actor, asked.get("q", ""), _filters(asked), page=page, is_newest_first=asked.get("sap") == "moi"
    )
    found = view.found
    return SearchPage(
        title=_("Tìm kiếm"),
        form=form,
        hidden=tuple((name, asked[name]) for name in ("phan", "co_quan", "nam", "loai", "sap") if asked.get(name)),
        chosen=tuple(_chosen(asked, view, kinds)),
        orders=_orders(asked) if found.things else (),
        facets=tuple(facet for facet in _facets(asked, view, kinds) if len(facet.values) > 1),
        counted=_counted(found.total),
        notes=tuple(_notes(view)),
        rows=tuple(_row(thing, kinds) for thing in found.things),
        pager=Pager(
            previous_url=_url(asked, trang=page - 1) if page > 1 else "",
            next_url=_url(asked, trang=page + 1) if found.next is not None else "",
            words=_("trang %(page)s") % {"page": page} if page > 1 or found.next is not None else "",
        ),
        empty=_empty(view, asked),
        why=_("Kết quả, số đếm và gợi ý chỉ gồm những gì vị trí của bạn được xem."),
    )


def suggested_page(actor: Actor, text: str) -> SuggestedPage:
    kinds = queries.search_kinds()
    return SuggestedPage(
        tuple((one.title, kinds.get(one.kind, one.kind)) for one in queries.search_suggestions(actor, text))
    )


def _asked(form: Form) -> dict[str, str]:
    """What the address asks for, as text; a part that is not understood is left out."""
    form.is_valid()
    values = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
    return {name: value.isoformat() if isinstance(value, date) else str(value) for name, value in values.items()}


def _filters(asked: Mapping[str, str]) -> SearchFilters:
    return SearchFilters(
        kind=asked.get("phan", ""),
        unit_id=int(asked["co_quan"]) if asked.get("co_quan") else None,
        year=asked.get("nam", ""),
        type=asked.get("loai", ""),
        from_day=int(asked.get("tu", "0").replace("-", "")),
        to_day=int(asked.get("den", "0").replace("-", "")),
    )


def _facets(asked: Mapping[str, str], view: SearchView, kinds: Mapping[str, str]) -> list[Facet]:
    shown: list[tuple[str, str, str, Callable[[str], str]]] = [
        ("kind", "phan", _("Phần"), lambda value: kinds.get(value, value)),
        ("unit", "co_quan", _("Cơ quan"), lambda value: view.unit_names.get(int(value), "")),
        ("year", "nam", _("Năm"), str),
        ("type", "loai", _("Loại"), _type_words),
    ]
    facets = []
    for field, name, label, say in shown:
        counts = view.found.facets.get(field, ())[:MOST_OFFERED]
        if field == "year":
            counts = tuple(sorted(counts, reverse=True))
        values = [(value, count, say(value)) for value, count in counts if not asked.get(name)]
        tabs = tuple(
            Tab(said, _url(asked, trang="", **{name: value}), count=str(count)) for value, count, said in values if said
        )
        facets.append(Facet(label, tabs))
    return facets


def _chosen(asked: Mapping[str, str], view: SearchView, kinds: Mapping[str, str]) -> list[Chosen]:
    said: dict[str, tuple[str, Callable[[str], str]]] = {
        "phan": (_("Phần"), lambda value: kinds.get(value, value)),
        "co_quan": (_("Cơ quan"), lambda value: view.unit_names.get(int(value), value)),
        "nam": (_("Năm"), str),
        "loai": (_("Loại"), _type_words),
    }
    return [
        Chosen(label, say(asked[name]), _url(asked, trang="", **{name: ""}))
        for name, (label, say) in said.items()
        if asked.get(name)
    ]


def _orders(asked: Mapping[str, str]) -> tuple[Tab, ...]:
    is_newest = asked.get("sap") == "moi"
    return (
        Tab(_("Khớp nhất trước"), _url(asked, sap="", trang=""), is_current=not is_newest),
        Tab(_("Mới nhất trước"), _url(asked, sap="moi", trang=""), is_current=is_newest),
    )


def _notes(view: SearchView) -> list[Note]:
    notes = []
    if not view.found.is_complete:
        notes.append(
            Note(
                _("Chỉ mục đang được lập lại"),
                _("Kết quả có thể còn thiếu. Dữ liệu vẫn nguyên; hãy tìm lại sau ít phút."),
                is_late=True,
            )
        )
    if view.found.is_loose:
        notes.append(
            Note(
                _("Dưới đây là những kết quả chứa phần lớn các từ."),
                _("Không kết quả nào chứa đủ, hoặc câu hỏi dài. Đặt cụm từ trong “ngoặc kép” để tìm đúng cụm."),
            )
        )
    return notes


def _row(thing: FoundThing, kinds: Mapping[str, str]) -> FoundRow:
    meta = [kinds.get(thing.kind, thing.kind), _type_words(thing.type), thing.unit, _day(thing.date)]
    return FoundRow(
        icon=ICONS.get(thing.kind, "find"),
        kind=kinds.get(thing.kind, thing.kind),
        title=_pieces(thing.title),
        url=thing.url,
        snippet=_pieces(thing.snippet),
        meta=" · ".join(filter(None, dict.fromkeys(meta))),
        code=thing.code,
        tag=words.illustration(thing.is_illustration),
    )


def _pieces(segments: tuple[Segment, ...]) -> tuple[Piece, ...]:
    pieces, plain = [], ""
    for segment in segments:
        if segment.is_hit:
            pieces.append(Piece(plain, segment.text))
            plain = ""
        else:
            plain += segment.text
    return (*pieces, Piece(plain, "")) if plain else tuple(pieces)


def _day(text: str) -> str:
    """30/7/2021; of a thing that belongs to a year as a whole, the year."""
    return words.day(date.fromisoformat(text)) if len(text) == 10 else text


def _type_words(value: str) -> str:
    """A type as it is written in the record, in the reader's language."""
    if not value:
        return ""
    named = pgettext("document type", value)  # "Kế hoạch" of a paper is no plan of ours
    return named if named != value else _(value)


def _counted(total: int) -> str:
    return ngettext("%(count)s kết quả", "%(count)s kết quả", total) % {"count": total} if total else ""


def _empty(view: SearchView, asked: Mapping[str, str]) -> Empty:
    if view.found.is_empty_query:
        return Empty(
            _("Gõ từ cần tìm: tên việc, số và ký hiệu văn bản, mã hồ sơ, tên cơ quan cũ hoặc mới."),
            _(
                "Có dấu hay không dấu đều được; viết tắt như UBND cũng tìm ra tên đầy đủ. "
                "Cụm từ đặt trong “ngoặc kép”; dấu trừ trước từ để loại ra; OR giữa hai từ để lấy một trong hai."
            ),
        )
    if not view.found.is_complete:
        return Empty(_("Chưa tìm được: chỉ mục đang được lập lại."), _("Dữ liệu vẫn nguyên; hãy tìm lại sau ít phút."))
    filtered = any(asked.get(name) for name in ("phan", "co_quan", "nam", "loai", "tu", "den"))
    if filtered:
        bare: dict[str, Any] = dict.fromkeys(("phan", "co_quan", "nam", "loai", "tu", "den", "trang"), "")
        return Empty(
            _("Không có kết quả trong phạm vi đang lọc."),
            _("Thử bỏ bớt bộ lọc."),
            Link(_("Bỏ mọi bộ lọc"), _url(asked, **bare)),
        )
    return Empty(
        _("Không có kết quả nào bạn được xem."),
        _("Thử ít từ hơn, bỏ ngoặc kép, hoặc gõ không dấu. Việc của cơ quan khác không hiện ở đây."),
    )


def _url(asked: Mapping[str, str], **changes: Any) -> str:
    values = {**asked, **{name: str(value) for name, value in changes.items()}}
    query = urlencode({name: value for name, value in values.items() if value and (name, value) != ("trang", "1")})
    return reverse("desk:search") + (f"?{query}" if query else "")
