"""Two pictures of an assessment: groups by theme, coloured by significance; and each impact before its measures, after
them, and as it came. Both are tables or have one beside them; no picture sums over groups."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phoihop.assessments import queries
from phoihop.assessments.queries.names import LEVELS, level_name, outcome_name, span_name, theme_name
from phoihop.assessments.rules import scoping, scoring

WIDTH, LEFT, STEP, ROW, TOP, SHORT = 700, 300, 74, 30, 40, 42  # of a comparison


@dataclass(frozen=True, slots=True)
class LevelKey:
    """One level in the legend: class, sign and word."""

    css: str
    sign: str
    word: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One impact in a cell: its sign says good or bad and its level, its words say the same."""

    css: str
    sign: str
    spoken: str
    url: str


@dataclass(frozen=True, slots=True)
class Cell:
    column: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class GroupRow:
    name: str
    place: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ImpactMatrix:
    finding: str
    counted: str
    columns: tuple[str, ...]
    rows: tuple[GroupRow, ...]
    legend: tuple[LevelKey, ...]


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """One impact in a picture, in the picture's own units: from where to where, and the table's cells."""

    label: str
    full: str
    url: str
    css: str
    y: int
    text_y: int
    from_x: int | None
    to_x: int | None
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LevelLine:
    x: int
    word: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two values of each impact on one axis. `to` is drawn as a full dot."""

    finding: str
    counted: str
    spoken: str
    from_word: str
    to_word: str
    view_box: str
    foot: int
    lines: tuple[LevelLine, ...]
    columns: tuple[str, ...]
    rows: tuple[Dumbbell, ...]


def css_of(level: int, *, is_positive: bool) -> str:
    return f"{'good' if is_positive else 'bad'} l{level}"


def sign_of(level: int, *, is_positive: bool) -> str:
    """+2 or −2: readable without colour."""
    return f"{'+' if is_positive else '−'}{level}"


def signed(steps: int) -> str:
    """−1, 0, +2"""
    return f"{steps:+d}".replace("-", "−") if steps else "0"


def legend() -> tuple[LevelKey, ...]:
    keys = [
        LevelKey(css_of(level, is_positive=False), sign_of(level, is_positive=False), level_name(level))
        for level in range(len(LEVELS))
    ]
    good = _("%(level)s, có lợi")
    return (
        *keys,
        *(
            LevelKey(
                css_of(level, is_positive=True), sign_of(level, is_positive=True), good % {"level": level_name(level)}
            )
            for level in (1, 4)
        ),
    )


def matrix_of(value: queries.AssessmentValue) -> ImpactMatrix | None:
    """Groups by theme, after the measures. None while there is nothing to show."""
    if not value.impacts:
        return None
    used = [key for key in scoping.THEMES if any(one.theme == key for one in value.impacts)]
    rows = []
    for group in value.groups:
        cells = tuple(
            Cell(
                theme_name(theme),
                tuple(_mark(one) for one in value.impacts if one.group == group.number and one.theme == theme),
            )
            for theme in used
        )
        rows.append(GroupRow(group.name, group.place, cells))
    heavy = [one for one in value.impacts if not one.is_positive and one.last_level >= 3]
    finding = (
        ngettext("Còn %(count)s tác động bất lợi ở mức cao", "Còn %(count)s tác động bất lợi ở mức cao", len(heavy))
        % {"count": len(heavy)}
        if heavy
        else _("Sau biện pháp, không tác động bất lợi nào ở mức cao")
    )
    return ImpactMatrix(
        finding=finding,
        counted=_("Mỗi ô một nhóm, một chủ đề; mỗi dấu một tác động, ở mức sau biện pháp. Không cộng các tác động."),
        columns=tuple(theme_name(key) for key in used),
        rows=tuple(rows),
        legend=legend(),
    )


def _mark(one: queries.ImpactValue) -> Mark:
    level = one.last_level
    said = _("%(text)s: %(level)s, %(sign)s") % {
        "text": one.text,
        "level": level_name(level),
        "sign": _("có lợi") if one.is_positive else _("bất lợi"),
    }
    return Mark(
        css_of(level, is_positive=one.is_positive), sign_of(level, is_positive=one.is_positive), said, f"#t{one.number}"
    )


def before_after(value: queries.AssessmentValue) -> Comparison | None:
    """Each foreseen impact on its own line: its level at first, and after the measures."""
    foreseen = [one for one in value.impacts if one.is_foreseen]
    if not foreseen:
        return None
    lowered = sum(one.left_level is not None and one.left_level < one.level for one in foreseen if not one.is_positive)
    finding = ngettext(
        "Biện pháp hạ mức của %(count)s tác động bất lợi", "Biện pháp hạ mức của %(count)s tác động bất lợi", lowered
    ) % {"count": lowered}
    rows = [
        _dumbbell(
            value,
            one,
            place,
            _x(one.level),
            None if one.left_level is None else _x(one.left_level),
            (level_name(one.level), span_name(one.span), "–" if one.left_level is None else level_name(one.left_level)),
        )
        for place, one in enumerate(foreseen)
    ]
    return _comparison(
        finding,
        _("Mức của từng tác động, trước và sau biện pháp. Không cộng các tác động."),
        [str(word) for word in LEVELS],
        (_("Tác động"), _("Ban đầu"), _("Có thể từ"), _("Sau biện pháp")),
        rows,
        _("trước biện pháp"),
        _("sau biện pháp"),
    )


def expected_came(value: queries.AssessmentValue) -> Comparison | None:
    """What was expected against what came, by weight; None before anything was scored anew."""
    scored = [one for one in value.impacts if one.came]
    if not scored:
        return None
    apart = sum(one.outcome in ("MORE", "LESS", "NOT_CAME", "UNFORESEEN") for one in scored)
    finding = ngettext("%(count)s tác động khác với dự kiến", "%(count)s tác động khác với dự kiến", apart) % {
        "count": apart
    }
    rows = []
    for place, one in enumerate(scored):
        then = scoring.weight(one.expected) if one.expected else None
        now = scoring.weight(one.actual) if one.actual else 0 if one.came == "NOT" else None
        rows.append(
            _dumbbell(
                value,
                one,
                place,
                None if then is None else _x(then),
                None if now is None else _x(now),
                (
                    "–" if then is None else str(then),
                    "–" if now is None else str(now),
                    "–" if one.deviation is None else signed(one.deviation),
                    outcome_name(one.outcome, is_positive=one.is_positive),
                ),
            )
        )
    return _comparison(
        finding,
        _("Nặng bao nhiêu nếu xảy ra, từ 1 đến 5; 0 là không xảy ra. Khả năng xảy ra không tính ở đây."),
        [str(step) for step in range(6)],
        (_("Tác động"), _("Dự kiến"), _("Đã thấy"), _("Chênh"), _("Kết quả")),
        rows,
        _("dự kiến"),
        _("đã thấy"),
    )


def _comparison(
    finding: str,
    counted: str,
    marks: list[str],
    columns: tuple[str, ...],
    rows: list[Dumbbell],
    from_word: str,
    to_word: str,
) -> Comparison:
    height = TOP + ROW * len(rows)
    return Comparison(
        finding=finding,
        counted=counted,
        spoken=_("%(finding)s. Bảng bên dưới ghi cùng số liệu.") % {"finding": finding},
        from_word=from_word,
        to_word=to_word,
        view_box=f"0 0 {WIDTH} {height}",
        foot=height - 4,
        lines=tuple(LevelLine(_x(place), word) for place, word in enumerate(marks)),
        columns=columns,
        rows=tuple(rows),
    )


def _x(step: int) -> int:
    return LEFT + step * STEP


def _dumbbell(
    value: queries.AssessmentValue,
    one: queries.ImpactValue,
    place: int,
    from_x: int | None,
    to_x: int | None,
    cells: tuple[str, ...],
) -> Dumbbell:
    group = next((found.name for found in value.groups if found.number == one.group), "")
    full = f"{group}: {one.text}"
    y = TOP + ROW * place + 8
    return Dumbbell(
        label=full if len(full) <= SHORT else f"{full[: SHORT - 1]}…",
        full=full,
        url=f"#t{one.number}",
        css="good" if one.is_positive else "bad",
        y=y,
        text_y=y + 4,
        from_x=from_x,
        to_x=to_x,
        cells=cells,
    )
