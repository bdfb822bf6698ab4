"""The list, one review at a glance, panels on pages of plans, rounds and obligations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import (
    Act,
    Empty,
    Figure,
    Glyph,
    Link,
    Meter,
    Note,
    Pager,
    Row,
    State,
    Tab,
    Term,
    TimelineItem,
    meter,
    words,
)
from phoihop.ground.powers import SIGNED_IN
from phoihop.reviews import queries
from phoihop.reviews.pages import words as say
from phoihop.reviews.queries.sections import number_in, verdict_in
from phoihop.reviews.rules import BREAKS


@dataclass(frozen=True, slots=True)
class ListPage:
    title: str
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    open: Link | None
    schedule: Link | None
    decade: Link | None
    why: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure with its definition, beside the year before."""

    figure: Figure
    definition: str
    before: str
    compared: str
    is_broken: bool


@dataclass(frozen=True, slots=True)
class FigureGroup:
    title: str
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class UnitBar:
    """One party in the picture: its bar, and the same as numbers."""

    unit: str
    meter: Meter
    total: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Glance:
    finding: str
    counted: str
    legend: tuple[Glyph, ...]
    columns: tuple[str, ...]
    bars: tuple[UnitBar, ...]


@dataclass(frozen=True, slots=True)
class PartRow:
    unit: str
    url: str
    state: Glyph
    text: str


@dataclass(frozen=True, slots=True)
class WordRow:
    unit: str
    said: Glyph
    post: str
    day: str
    text: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    title: str
    code: str
    tag: str
    meta: str
    state: Glyph
    back: Link
    notes: tuple[Note, ...]
    primary: Act | None
    acts: tuple[Act, ...]
    sign_url: str
    number: int
    glance: Glance | None
    groups: tuple[FigureGroup, ...]
    parts: tuple[PartRow, ...]
    words: tuple[WordRow, ...]
    lessons: Link
    lesson_text: str
    below: Link | None
    decade: Link
    source: Link
    downloads: tuple[Link, ...]
    facts: tuple[Term, ...]
    versions: tuple[TimelineItem, ...]
    why: str


@dataclass(frozen=True, slots=True)
class ReviewsPanel:
    rows: tuple[Row, ...]
    open: Link | None


def list_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> ListPage:
    year = asked.get("nam", "")
    chosen = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None
    found = queries.reviews(actor, year=chosen, after=asked.get("sau", ""))
    today = local_date(at)
    here = reverse("reviews:list")
    following = {"sau": found.next, **({"nam": year} if chosen else {})}
    tabs = [Tab(_("Tất cả"), here, is_current=chosen is None)]
    tabs += [Tab(str(one), f"{here}?{urlencode({'nam': one})}", is_current=one == chosen) for one in found.years]
    return ListPage(
        title=_("Sơ kết, tổng kết"),
        tabs=tuple(tabs),
        rows=tuple(row_of(line, today) for line in found.lines),
        pager=Pager(next_url=f"?{urlencode(following)}" if found.next else ""),
        empty=Empty(
            _("Chưa có báo cáo sơ kết nào."),
            _("Hết kỳ, báo cáo tự mở với số liệu lấy từ sổ; các bên chỉ thêm phần của mình rồi ký."),
        ),
        open=Link(_("Mở sơ kết"), reverse("reviews:open")) if found.may_open else None,
        schedule=Link(_("Định kỳ sơ kết"), reverse("reviews:schedule")) if found.may_open else None,
        decade=Link(_("Nhiều năm"), _decade_url(found.own_code)) if found.may_open and found.own_code else None,
        why=str(SIGNED_IN),
    )


def row_of(line: queries.ReviewLine, today: date) -> Row:
    is_late = line.state == "GATHERING" and line.parts_due is not None and line.parts_due < today
    counted = _("%(sent)s/%(all)s phần đã nộp") % {"sent": line.handed_in, "all": line.parts}
    waiting = (
        ngettext("%(count)s bài học chờ trả lời", "%(count)s bài học chờ trả lời", line.lessons)
        % {"count": line.lessons}
        if line.lessons
        else ""
    )
    return Row(
        glyph=Glyph.of(State.LATE, _("Quá hạn nộp phần")) if is_late else say.glyph(say.REVIEW_STATES, line.state),
        what=line.title,
        url=reverse("reviews:review", args=[line.code]),
        meta=say.joined([line.lead, counted, say.until(line.parts_due) if line.state == "GATHERING" else "", waiting]),
        code=line.code,
        tag=words.illustration(line.is_illustration),
        hit=_("Chờ cơ quan bạn") if line.is_mine else "",
    )


def review_page(actor: Actor, code: str, at: datetime) -> ReviewPage:
    value = queries.review_value(actor, code)
    line, today = value.line, local_date(at)
    primary, acts = _acts(actor, value)
    waiting = sum(one.state == "PROPOSED" and one.part_state == "ACCEPTED" for one in value.lessons)
    accepted = sum(one.part_state == "ACCEPTED" for one in value.lessons)
    return ReviewPage(
        title=line.title,
        code=line.code,
        tag=words.illustration(line.is_illustration),
        meta=say.joined([line.lead, say.until(line.parts_due) if line.state == "GATHERING" else ""]),
        state=say.glyph(say.REVIEW_STATES, line.state),
        back=Link(_("Sơ kết, tổng kết"), reverse("reviews:list")),
        notes=tuple(_notes(value, today, waiting)),
        primary=primary,
        acts=acts,
        sign_url=reverse("reviews:sign", args=[code]) if value.rights.sign else "",
        number=value.number,
        glance=_glance(value),
        groups=_groups(value),
        parts=tuple(_part(code, part) for part in value.parts),
        words=tuple(_word(word) for word in value.words),
        lessons=Link(_("Bài học đề xuất"), reverse("reviews:lessons", args=[code])),
        lesson_text=_("%(all)s bài học trong các phần đã nhận, %(waiting)s chờ trả lời")
        % {"all": accepted, "waiting": waiting},
        below=Link(_("Báo cáo của cấp dưới"), reverse("reviews:below", args=[code]))
        if line.scope == "programme"
        else None,
        decade=Link(_("Hiệu quả qua nhiều năm"), _decade_url(line.lead_code)),
        source=Link(line.source, _source_url(line.source)),
        downloads=tuple(
            Link(label, reverse("reviews:download", args=[code, kind]))
            for kind, label in (("docx", _("Tải Word")), ("pdf", _("Tải PDF")), ("json", _("Tải JSON")))
        ),
        facts=tuple(_facts(value)),
        versions=tuple(_version(code, value, one) for one in value.versions),
        why=value.why,
    )


def _acts(actor: Actor, value: queries.ReviewValue) -> tuple[Act | None, tuple[Act, ...]]:
    """The likeliest next step first: sign, ask the parties, write, present."""
    code, rights = value.line.code, value.rights
    found: list[Act] = []
    if rights.sign:
        found.append(Act(_("Không đồng ý…"), reverse("reviews:dissent", args=[code])))
    if rights.gather:
        found.append(Act(_("Mời các bên góp phần"), reverse("reviews:gather", args=[code])))
    if rights.write and actor.unit_id is not None:
        found.append(Act(_("Viết phần của cơ quan"), reverse("reviews:part", args=[code, actor.unit_id])))
    for has, words_, name in (
        (rights.present, _("Trình ký"), "present"),
        (rights.reopen, _("Mở lại để sửa"), "reopen"),
    ):
        if has:
            found.append(Act(words_, reverse(f"reviews:{name}", args=[code])))
    rest: list[Act] = []
    if rights.compile:
        rest.append(Act(_("Lập lại văn bản"), reverse("reviews:compile", args=[code]), value.version))
    if rights.publish:
        rest.append(Act(_("Công bố"), reverse("reviews:publish", args=[code]), value.version))
    if rights.withdraw:
        rest.append(Act(_("Rút khỏi cổng thông tin…"), reverse("reviews:withdraw", args=[code])))
    if rights.recall:
        rest.append(Act(_("Thu hồi…"), reverse("reviews:recall", args=[code])))
    if rights.sign or not found:
        return None, (*found, *rest)  # signing itself is the primary act, with the number of the version
    return found[0], (*found[1:], *rest)


def _notes(value: queries.ReviewValue, today: date, waiting: int) -> list[Note]:
    line, notes = value.line, []
    late = [part.unit for part in value.parts if part.state in ("OPEN", "RETURNED")]
    if line.state == "GATHERING" and line.parts_due is not None and line.parts_due < today and late:
        notes.append(
            Note(
                _("Quá hạn nộp phần từ ngày %(day)s.") % {"day": words.day(line.parts_due)},
                _("Chưa nộp: %(units)s.") % {"units": "; ".join(late)},
                is_late=True,
            )
        )
    if waiting:
        notes.append(
            Note(
                _("Còn %(count)s bài học chưa trả lời nên chưa mở được đợt năm sau.") % {"count": waiting},
                link=Link(
                    _("Xem và trả lời bài học") if value.rights.answer else _("Xem bài học"),
                    reverse("reviews:lessons", args=[line.code]),
                ),
            )
        )
    if line.state == "RECALLED":
        notes.append(Note(_("Báo cáo đã thu hồi."), value.reason))
    if line.state == "GATHERING" and value.reason:
        notes.append(Note(_("Mở lại từ bước trình ký."), value.reason))
    if value.missing_reason and line.state not in ("DRAFT", "GATHERING"):
        notes.append(Note(_("Trình ký khi chưa đủ phần."), value.missing_reason))
    return notes


def _glance(value: queries.ReviewValue) -> Glance | None:
    """Of each unit how its obligations of the period stood."""
    if not value.by_unit:
        return None
    columns = tuple(word for word, _number in value.by_unit[0][1])
    bars, kept, total = [], 0, 0
    for unit, shares in value.by_unit:
        numbers = [number for _word, number in shares]
        own = sum(numbers)
        kept, total = kept + numbers[0], total + own
        spoken = "; ".join(f"{word}: {number}" for word, number in shares if number)
        bars.append(
            UnitBar(
                unit,
                meter(list(zip(say.SHARES, numbers, strict=True)), total=own, spoken=f"{unit}: {spoken}"),
                str(own),
                tuple(str(number) for number in numbers),
            )
        )
    return Glance(
        finding=_("%(kept)s trên %(all)s nghĩa vụ đến hạn trong kỳ hoàn thành đúng hạn") % {"kept": kept, "all": total},
        counted=_("Nghĩa vụ đến hạn trong kỳ, theo cơ quan thực hiện, như sổ ghi hết ngày %(day)s.")
        % {"day": words.day(value.on_date)},
        legend=tuple(Glyph.of(state, word) for state, word in zip(say.SHARES, columns, strict=True)),
        columns=columns,
        bars=tuple(bars),
    )


def _groups(value: queries.ReviewValue) -> tuple[FigureGroup, ...]:
    groups: dict[str, list[FigureRow]] = {}
    for one in value.compared:
        figure = Figure(number_in(one.now), one.now.url, one.now.words)
        groups.setdefault(one.now.section, []).append(
            FigureRow(figure, one.now.definition, number_in(one.before), verdict_in(one), one.verdict in BREAKS)
        )
    return tuple(FigureGroup(title, tuple(rows)) for title, rows in groups.items())


def _part(code: str, part: queries.PartLine) -> PartRow:
    handed = _("nộp ngày %(day)s") % {"day": say.day_of(part.handed_in_at)} if part.handed_in_at else ""
    return PartRow(
        unit=part.unit,
        url=reverse("reviews:part", args=[code, part.unit_id]) if part.is_readable else "",
        state=say.glyph(say.PART_STATES, part.state),
        text=say.joined([_("chủ trì") if part.is_lead else "", handed, part.handed_in_post]),
    )


def _word(word: queries.WordLine) -> WordRow:
    said = Glyph.of(State.BLOCK, _("Không đồng ý")) if word.is_dissent else Glyph.of(State.DONE, _("Đã ký"))
    return WordRow(word.unit, said, word.post, say.day_of(word.given_at), word.text)


def _facts(value: queries.ReviewValue) -> list[Term]:
    line = value.line
    facts = [
        Term(_("Kỳ"), words.span(value.first, value.last)),
        Term(_("Số liệu như sổ ghi hết ngày"), words.day(value.on_date)),
        Term(
            _("Mở ngày"),
            say.joined([say.day_of(value.opened_at), value.opened_post or _("đồng hồ hạn, khi hết kỳ")]),
        ),
    ]
    if value.settled_at:
        facts.append(Term(_("Ký xong ngày"), say.day_of(value.settled_at)))
    if line.is_final:
        facts.append(Term(_("Loại"), _("Tổng kết")))
    return facts


def _version(code: str, value: queries.ReviewValue, one: queries.VersionLine) -> TimelineItem:
    is_current = one.number == value.number
    said = ngettext("%(count)s ý kiến ký", "%(count)s ý kiến ký", one.words) % {"count": one.words}
    return TimelineItem(
        glyph=Glyph.of(State.DONE if is_current else State.HELD),
        day=say.day_of(one.compiled_at),
        iso=local_date(one.compiled_at).isoformat(),
        text=_("Bản %(number)s") % {"number": one.number},
        url=f"{reverse('reviews:download', args=[code, 'pdf'])}?{urlencode({'ban': one.number})}",
        meta=say.joined([said if one.words else "", _("đang có hiệu lực") if is_current else "", one.sha256[:12]]),
        is_now=is_current,
    )


def _decade_url(unit_code: str) -> str:
    return reverse("reviews:decade", args=[unit_code])


def _source_url(source: str) -> str:
    return reverse("plans:plan" if source.startswith("KH-") else "plans:round", args=[source])


# ── panels ──────────────────────────────────────────────────────────────────────────────────────────────────


def reviews_on(actor: Actor, code: str, at: datetime) -> ReviewsPanel | None:
    """What a plan or round shows of its reviews; nothing to whom there is none and who may open none."""
    found = queries.reviews_of(actor, code)
    rows = tuple(row_of(line, local_date(at)) for line in found)
    return ReviewsPanel(rows, None) if rows else None
