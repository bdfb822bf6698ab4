"""What the includes under `templates/ground/` take: frozen values of finished strings, never rows of the database."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    """How one thing stands. The value names its outline in the sprite and its colours in the sheets."""

    LATE = "late"
    BLOCK = "block"
    SOON = "soon"
    WAIT = "wait"
    DOING = "doing"
    DONE = "done"
    HELD = "held"
    PLAN = "plan"

    @property
    def word(self) -> str:
        return str(WORDS[self])


WORDS: dict[State, str | Promise] = {
    State.LATE: _("Quá hạn"),
    State.BLOCK: _("Bị chặn"),
    State.SOON: _("Sắp đến hạn"),
    State.WAIT: _("Chờ nghiệm thu"),
    State.DOING: _("Đang làm"),
    State.DONE: _("Hoàn thành"),
    State.HELD: _("Giữ lại có căn cứ"),
    State.PLAN: _("Chưa tới kỳ"),
}


@dataclass(frozen=True, slots=True)
class Glyph:
    """An outline and its word; the word may be narrower than the state's own ("Đã cung cấp")."""

    icon: str
    word: str

    @classmethod
    def of(cls, state: State, word: str = "") -> "Glyph":
        return cls(state.value, word or state.word)


def legend(states: Sequence[State] = tuple(State)) -> tuple[Glyph, ...]:
    """Outlines with their words, in the order of urgency."""
    return tuple(Glyph.of(state) for state in states)


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that opens the rows it counts."""

    number: str
    url: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Said once and needing notice; `is_late` when it costs somebody time."""

    title: str
    text: str = ""
    link: Link | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing here: why, and the next step."""

    title: str
    why: str = ""
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class DueDate:
    """A date with its distance; the explanation opens from its own door."""

    day: str
    iso: str
    distance: str
    icon: str
    why_url: str = ""
    why: str = field(default_factory=lambda: gettext("vì sao?"))  # here, not in the template: fifty a page


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list to work through."""

    glyph: Glyph
    what: str
    url: str
    meta: str = ""
    code: str = ""
    tag: str = ""  # a small mark behind the name, as "minh họa"
    hit: str = ""  # what it blocks, or what it waits for
    due: DueDate | None = None
    do: Link | None = None
    key: str = ""  # becomes the element's id "row-<key>", so that a fragment can take its place


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under one heading, mostly a day."""

    label: str
    rows: tuple[Row, ...]
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """One cell of a day strip; kind is "", "start", "off", "hol", "swap" (worked instead of another day) or "end"."""

    day: str
    mark: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A name and what stands under it."""

    name: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class WhyDate:
    """How a date came about: rule and start, the strip of days, then calendar, extension and clause."""

    first: tuple[Term, ...]
    days: tuple[Day, ...] = ()
    then: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    count: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """A counter that jumps to what it counts."""

    number: str
    glyph: Glyph
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pager:
    """Neighbouring pages of a keyset list; an empty address means there is none."""

    previous_url: str = ""
    next_url: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class TimelineItem:
    glyph: Glyph
    day: str
    iso: str
    text: str
    url: str = ""
    meta: str = ""
    is_next: bool = False
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class TrackStep:
    """One phase on the track."""

    label: str
    glyph: Glyph
    text: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class LaneItem:
    glyph: Glyph
    label: str
    url: str
    meta: str = ""
    hit: str = ""


@dataclass(frozen=True, slots=True)
class LaneCell:
    column: str
    items: tuple[LaneItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    unit: str
    cells: tuple[LaneCell, ...]
    role: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Lanes:
    caption: str
    columns: tuple[str, ...]
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    label: str
    span: int
    is_gap: bool = False  # a wider step before this group; its first column and cells say so too


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    label: str
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """States of one duty, one tile a phase. `spoken` says the same in words."""

    column: str
    tiles: tuple[str, ...]
    spoken: str
    url: str = ""
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRow:
    label: str
    cells: tuple[MatrixCell, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    finding: str  # what the picture shows
    counted: str  # what is counted
    caption: str
    corner: str
    groups: tuple[MatrixGroup, ...]
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]
    legend: tuple[Glyph, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of a meter, from `start` for `width`, as CSS percentages."""

    icon: str
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class Meter:
    """A bar of shares; `spoken` says the same in words."""

    segments: tuple[Segment, ...]
    spoken: str


def meter(parts: Sequence[tuple[State, int]], *, total: int, spoken: str) -> Meter:
    """Lay shares of `total` side by side; what is left stays empty."""
    segments: list[Segment] = []
    start = 0.0
    for state, count in parts:
        width = 100 * count / total if total else 0.0
        if width:
            segments.append(Segment(state.value, f"{start:.2f}%", f"{width:.2f}%"))
        start += width
    return Meter(tuple(segments), spoken)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed before a page stopped."""

    name: str
    value: str
    label: str = ""  # no label: sent again unseen


@dataclass(frozen=True, slots=True)
class Stopped:
    """A page that could not go on: what happened, what is safe, what to do."""

    status: int
    title: str
    what: str
    safe: str = ""
    steps: tuple[Link, ...] = ()
    kept: tuple[Kept, ...] = ()
    again_url: str = ""
    again_label: str = ""
    lately: tuple[TimelineItem, ...] = ()  # what others did to the thing meanwhile
    request_id: str = ""
    frame: str = "ground/bare.html"
    why: str = ""
