"""Number books: their list, the register as it is printed, the follow-up of what wants an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.documents.outside import export
from phoihop.documents.outside.export import Cell, Column, Table
from phoihop.documents.pages import registers
from phoihop.documents.pages.registers import Columns, Head, RegisterRow, Title, book_facts, shown
from phoihop.documents.queries import books as queries
from phoihop.documents.queries.books import BookLine, BookValue, Extent, Following, RegisterLine, Wanted
from phoihop.ground.actor import Actor, Role
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused
from phoihop.ground.parts import ActPage, Empty, Glyph, Link, Pager, Row, State, Tab
from phoihop.ground.powers import may
from phoihop.ground.text import slug

MOST_PRINTED = 10_000  # rows of one printing: some 700 sheets

SCOPES = {"": gettext_lazy("Sổ của cơ quan tôi"), "dia-ban": gettext_lazy("Địa bàn kiểm tra")}
ANSWERS = {"": gettext_lazy("Chờ trả lời"), "tat-ca": gettext_lazy("Tất cả")}


@dataclass(frozen=True, slots=True)
class BooksPage:
    title: str
    crumb: Link
    tabs: tuple[Tab, ...]
    asks: bool  # whether units can be searched for
    scope: str
    text: str
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    open_url: str
    follow_up_url: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class RegisterPage:
    title: str
    crumb: Link
    said: str
    tabs: tuple[Tab, ...]
    head: Head
    columns: tuple[Title, ...]
    rows: tuple[RegisterRow, ...]
    pager: Pager
    empty: Empty
    form: Form
    hidden: tuple[tuple[str, str], ...]  # what else the address asks, kept by the filter
    url: str
    is_whole: bool
    files: tuple[Link, ...]
    acts: tuple[Link, ...]
    why: str


@dataclass(frozen=True, slots=True)
class RegisterFile:
    name: str
    media_type: str
    content: bytes


def books_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> BooksPage:
    scopes = tuple(SCOPES) if actor.has_role({Role.AUDITOR}) else ("",)
    scope = asked.get("xem", "")
    scope = scope if scope in scopes else ""
    text = asked.get("tim", "").strip()[:100] if scope else ""
    after = asked.get("sau", "")
    found = queries.books(actor, at, is_everywhere=bool(scope), text=text, before=_number(after))
    url = reverse("documents:books")
    return BooksPage(
        title=_("Sổ văn bản"),
        crumb=Link(_("Văn bản"), reverse("documents:list")),
        tabs=tuple(Tab(str(SCOPES[one]), _url(url, xem=one), is_current=one == scope) for one in scopes),
        asks=bool(scope),
        scope=scope,
        text=text,
        rows=tuple(_book_row(line, is_everywhere=bool(scope)) for line in found.lines),
        pager=Pager(
            previous_url=_url(url, xem=scope, tim=text) if after else "",
            next_url=_url(url, xem=scope, tim=text, sau=found.next) if found.next else "",
        ),
        empty=Empty(
            _("Không có sổ nào ở đây."),
            _("Sổ tự mở khi văn bản đầu tiên của năm vào sổ. Mở bằng tay khi cần nối tiếp số của sổ giấy."),
        ),
        open_url=reverse("documents:open-book") if may(actor, "book.open") else "",
        follow_up_url=reverse("documents:follow-up"),
    )


def open_book_page(actor: Actor, form: Form) -> ActPage:
    return ActPage(
        title=_("Mở sổ văn bản"),
        crumb=Link(_("Sổ văn bản"), reverse("documents:books")),
        said=_("Sổ của %(unit)s. Số trong sổ chạy liên tục, không bỏ trống; sổ đã khóa không mở lại được.")
        % {"unit": actor.unit_name},
        form=form,
        label=_("Mở sổ"),
        why="",
    )


def new_book(actor: Actor, at: datetime) -> dict[str, object]:
    """What the form of a new book begins with."""
    return {"system": queries.usual_system(actor), "first_date": local_date(at), "last_number": 0}


def close_book_page(actor: Actor, book_id: int, form: Form) -> ActPage:
    line = queries.book_to_close(actor, book_id)
    return ActPage(
        title=_("Khóa %(book)s") % {"book": line.name},
        crumb=Link(line.name, reverse("documents:book", args=[book_id])),
        said=_("Số cuối là %(number)s. Khóa rồi thì sổ không cấp thêm số, không mở lại được; vẫn xem, in, xuất được.")
        % {"number": shown(line.last_number)},
        form=form,
        label="" if line.is_closed else _("Khóa sổ"),
        why="",
    )


# ── the register ────────────────────────────────────────────────────────────────────────────────────────────


def book_page(actor: Actor, book_id: int, form: Form, asked: Mapping[str, str], at: datetime) -> RegisterPage:
    """The register on screen, the newest number first; with `dang=in` whole, as it is printed.

    Refused: a printing of more than MOST_PRINTED rows.
    """
    value = queries.book_value(actor, book_id, at)
    line, wanted = value.line, _wanted(form)
    reach = queries.extent(actor, line, wanted)
    is_whole = _is_whole(asked, form, reach.count)
    lines: Iterable[RegisterLine]
    if is_whole:
        lines, following = queries.whole_register(actor, line, wanted), None
    else:
        page = queries.register(actor, line, wanted, before=_number(asked.get("sau", "")))
        lines, following = page.lines, page.next
    url, kept = reverse("documents:book", args=[book_id]), _kept(form)
    columns, cells = registers.layout(line)
    following_url = _url(reverse("documents:follow-up"), so=book_id)
    tabs = [Tab(_("Sổ đăng ký"), url, is_current=True), Tab(_("Theo dõi giải quyết"), following_url)]
    return RegisterPage(
        title=line.name,
        crumb=Link(_("Sổ văn bản"), reverse("documents:books")),
        said=_book_meta(line, reach),
        tabs=tuple(tabs) if line.direction == "IN" else (),
        head=registers.head(line, value.keeper, reach),
        columns=registers.titles(columns),
        rows=registers.rows(lines, columns, cells),
        pager=_pager(url, kept, "" if is_whole else asked.get("sau", ""), str(following or "")),
        empty=_nothing(form),
        form=form,
        hidden=(),
        url=url,
        is_whole=is_whole,
        files=_files(url, kept, is_whole=is_whole),
        acts=(Link(_("Khóa sổ"), reverse("documents:close-book", args=[book_id])),) if value.may_close else (),
        why=value.why,
    )


def book_file(actor: Actor, book_id: int, form: Form, kind: str, at: datetime) -> RegisterFile:
    """The whole register as a file of this kind, in the order of its numbers."""
    value = queries.book_value(actor, book_id, at)
    line, wanted = value.line, _wanted(form)
    columns, cells = registers.layout(line)
    head = registers.head(line, value.keeper, queries.extent(actor, line, wanted))
    rows = map(cells, queries.whole_register(actor, line, wanted))
    return _file(line.name, f"{line.name} {value.keeper.key}", head, columns, rows, kind)


# ── what wants an answer ────────────────────────────────────────────────────────────────────────────────────


def follow_up_page(actor: Actor, form: Form, asked: Mapping[str, str], at: datetime) -> RegisterPage:
    """Incoming papers with a due date, of one book (`so`) or of the reader's unit; the earliest due first."""
    following = _following(actor, form, asked, at)
    count = queries.count_follow_up(actor, following.wanted)
    is_whole = _is_whole(asked, form, count)
    lines: Iterable[RegisterLine]
    if is_whole:
        lines, after = queries.whole_follow_up(actor, following.wanted), ""
    else:
        page = queries.follow_up(actor, following.wanted, after=_place(asked.get("sau", "")))
        lines, after = page.lines, f"{page.next[0].isoformat()}.{page.next[1]}" if page.next else ""
    url, book = reverse("documents:follow-up"), following.book
    other = {"so": str(book.line.id) if book else "", "xem": "tat-ca" if following.wanted.is_all else ""}
    kept = {**_kept(form), **other}
    crumb = Link(_("Sổ văn bản"), reverse("documents:books"))
    return RegisterPage(
        title=_("Theo dõi giải quyết văn bản đến"),
        crumb=Link(book.line.name, reverse("documents:book", args=[book.line.id])) if book else crumb,
        said=_("%(count)s văn bản. Văn bản đi gắn với mã của văn bản đến được tính là văn bản trả lời.")
        % {"count": count},
        tabs=tuple(
            Tab(str(label), _url(url, so=other["so"], xem=one), is_current=one == other["xem"])
            for one, label in ANSWERS.items()
        ),
        head=following.head,
        columns=registers.titles(registers.FOLLOWING),
        rows=registers.rows(lines, registers.FOLLOWING, registers.following(local_date(at))),
        pager=_pager(url, kept, "" if is_whole else asked.get("sau", ""), after),
        empty=_nothing(form),
        form=form,
        hidden=tuple((name, text) for name, text in other.items() if text),
        url=url,
        is_whole=is_whole,
        files=_files(url, kept, is_whole=is_whole),
        acts=(),
        why=book.why if book else "",
    )


def follow_up_file(actor: Actor, form: Form, asked: Mapping[str, str], kind: str, at: datetime) -> RegisterFile:
    following = _following(actor, form, asked, at)
    lines = queries.whole_follow_up(actor, following.wanted)
    rows = map(registers.following(local_date(at)), lines)
    title = _("Theo dõi giải quyết văn bản đến")
    return _file(title, f"{title} {following.key}", following.head, registers.FOLLOWING, rows, kind)


@dataclass(frozen=True, slots=True)
class _Following:
    wanted: Following
    book: BookValue | None
    head: Head
    key: str  # of the unit, for the name of a file


def _following(actor: Actor, form: Form, asked: Mapping[str, str], at: datetime) -> _Following:
    book_id = _number(asked.get("so", ""))
    book = queries.book_value(actor, book_id, at) if book_id is not None else None
    keeper = book.keeper if book else queries.keeper_of(actor, actor.unit_id or 0, at)
    days = _wanted(form)
    return _Following(
        wanted=Following(book_id, days.first_date, days.last_date, is_all=asked.get("xem") == "tat-ca"),
        book=book,
        head=registers.follow_up_head(
            keeper,
            days,
            year=(book.line.first_date if book else local_date(at)).year,
            is_party=(book.line.system if book else queries.usual_system(actor)) == "PARTY",
        ),
        key=keeper.key,
    )


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _book_row(line: BookLine, *, is_everywhere: bool) -> Row:
    state = Glyph.of(State.HELD, _("Đã khóa")) if line.is_closed else Glyph.of(State.DOING, _("Đang dùng"))
    last = _("số cuối %(number)s") % {"number": shown(line.last_number)} if line.last_number else _("chưa có số nào")
    facts = [line.unit if is_everywhere else "", *book_facts(line), last]
    return Row(
        glyph=state,
        what=line.name,
        url=reverse("documents:book", args=[line.id]),
        meta=" · ".join(filter(None, facts)),
        key=str(line.id),
    )


def _book_meta(line: BookLine, reach: Extent) -> str:
    facts = [line.unit, *book_facts(line), _("%(count)s dòng") % {"count": reach.count}]
    return " · ".join([*facts, _("đã khóa sổ")] if line.is_closed else facts)


def _is_whole(asked: Mapping[str, str], form: Form, count: int) -> bool:
    is_whole = asked.get("dang") == "in" and form.is_valid()
    if is_whole and count > MOST_PRINTED:
        raise Refused(
            _("Sổ có %(count)s dòng, mỗi lần in được %(most)s dòng. Hãy lọc theo ngày hoặc xuất ra XLSX.")
            % {"count": count, "most": MOST_PRINTED}
        )
    return is_whole


def _wanted(form: Form) -> Wanted:
    """What the filter asks; a filter that could not be read asks nothing, and its errors are shown."""
    return Wanted(**form.cleaned_data) if form.is_valid() else Wanted()


def _kept(form: Form) -> dict[str, str]:
    """The filter as it stands in an address."""
    return {name: str(value) for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}


def _pager(url: str, kept: Mapping[str, str], now: str, following: str) -> Pager:
    return Pager(
        previous_url=_url(url, **kept) if now else "", next_url=_url(url, **kept, sau=following) if following else ""
    )


def _files(url: str, kept: Mapping[str, str], *, is_whole: bool) -> tuple[Link, ...]:
    screen, paper = Link(_("Về màn hình"), _url(url, **kept)), Link(_("Bản in"), _url(url, **kept, dang="in"))
    return (screen if is_whole else paper, *(Link(kind.upper(), _url(url, **kept, dang=kind)) for kind in export.KINDS))


def _file(
    title: str, name: str, head: Head, columns: Columns, rows: Iterable[tuple[Cell, ...]], kind: str
) -> RegisterFile:
    table = Table(
        title=title,
        head=tuple(filter(None, (head.parent, head.unit, head.title, *head.lines))),
        columns=tuple(Column(str(words), width) for words, width in columns),
        rows=rows,
    )
    return RegisterFile(f"{slug(name)}.{kind}", export.KINDS[kind], export.write(table, kind))


def _nothing(form: Form) -> Empty:
    if form.is_valid() and not any(form.cleaned_data.values()):
        return Empty(_("Chưa có văn bản nào."), _("Văn bản hiện ở đây ngay khi vào sổ."))
    return Empty(_("Không có dòng nào khớp."), _("Hãy nới khoảng ngày hoặc khoảng số."))


def _url(url: str, **asked: object) -> str:
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{url}?{query}" if query else url


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _place(text: str) -> tuple[date, int] | None:
    """The last row of the page before, as its due date and number: 2021-08-05.17."""
    day, _dot, number = text.partition(".")
    pk = _number(number)
    try:
        return None if pk is None else (date.fromisoformat(day), pk)
    except ValueError:
        return None
