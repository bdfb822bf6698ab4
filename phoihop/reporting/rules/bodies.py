"""The body of a printed report, in the order it is read: headings, sentences, figures, tables. No framework.

Numbered as official papers are: parts I, II; items 1, 2; points a) b) c) d) đ) e) g). Words come in from outside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from phoihop.ground.figures import Figure, SectionValue, Table
from phoihop.reporting.rules.layouts import STATE
from phoihop.reporting.rules.letters import Letter, ended
from phoihop.reporting.rules.reports import Report

PART = "phan"  # in an address: the part of a figure that a table's row is about
PartUrl = Callable[[int, int], str]
TYPE, MARK = "Báo cáo", "BC"
LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True)
class Cell:
    """Words in a table; `link` is a path of this house or a whole address, or nothing."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the body. `kind`: part, item, text, last (the text that stays with the signature) or table.

    A text with a `link` has it behind it, in full.
    """

    kind: str
    text: str = ""
    link: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    widths: tuple[int, ...] = ()  # of the columns, in parts
    numeric: tuple[bool, ...] = ()  # columns that stand in the middle


@dataclass(frozen=True, slots=True)
class Words:
    """What the house says in a report, in the reader's language."""

    number: str  # heads of the table of figures
    figure: str
    value: str
    figures: str  # title of that table
    told: str  # title of a section's sentences
    unknown: str
    definitions: str  # title of the last part
    definition: str
    where: str  # the address follows
    sources: str  # "Nguồn: %(rooms)s"


def body(report: Report, words: Words, address: str, figure_url: Callable[[Figure], str]) -> tuple[Block, ...]:
    """Everything between the bases and the signature."""
    return tuple(_body(report, words, address, figure_url))


def letter_of(report: Report, *, is_illustration: bool, number: str = "", signed_date: date | None = None) -> Letter:
    """Head and foot of the paper as a letter has them; its body is the title alone, until the report's stands there."""
    head = report.head
    between = "-" if head.system == STATE else "/"
    return Letter(
        system=head.system,
        organ=head.organ,
        parent=head.parent,
        subject=report.title,
        body=(report.title,),
        number=number,
        symbol=f"{MARK}{between}{head.symbol}" if head.symbol else MARK,
        place=head.place,
        date=signed_date,
        type_name=TYPE,
        grounds=report.bases,
        authority=head.authority,
        authority_of=head.authority_of,
        post=head.post,
        signer=head.signer,
        recipients=report.recipients,
        archive=head.archive,
        footer=head.footer,
        is_illustration=is_illustration,
        unit_id=report.scope.lead_id,
    )


def number_words(figure: Figure, unknown: str) -> str:
    """85%, 3 ngày làm việc, 12; what is not on record is said, never shown as zero."""
    if figure.number is None:
        return unknown
    if not figure.unit:
        return str(figure.number)
    return f"{figure.number}{'' if figure.unit == '%' else ' '}{figure.unit}"


def roman(number: int) -> str:
    found = ""
    for value, sign in _ROMAN:
        while number >= value:
            found, number = found + sign, number - value
    return found


def letter(number: int) -> str:
    """a, b, c, d, đ, e, g …; then aa, ab."""
    first, rest = divmod(number - 1, len(LETTERS))
    return (LETTERS[first - 1] if first else "") + LETTERS[rest]


def _body(report: Report, words: Words, address: str, figure_url: Callable[[Figure], str]) -> Iterator[Block]:
    for sentence in (*report.opening, *report.notes):
        yield Block("text", sentence)
    number = 0
    for number, section in enumerate(report.sections, 1):
        yield Block("part", f"{roman(number)}. {section.title.upper()}")
        yield from _section(section, words, figure_url)
    figures = [
        (f"{roman(part)}.{at}", figure)
        for part, section in enumerate(report.sections, 1)
        for at, figure in enumerate(section.figures, 1)
    ]
    if figures:
        yield Block("part", f"{roman(number + 1)}. {words.definitions.upper()}")
        yield Block("text", words.where, link=address)
        if report.sources:
            yield Block("text", words.sources % {"rooms": "; ".join(report.sources)})
        yield Block(
            "table",
            columns=(words.number, words.figure, words.definition),
            rows=tuple(
                (Cell(place), Cell(figure.words, figure_url(figure)), Cell(figure.definition))
                for place, figure in figures
            ),
            widths=(12, 38, 70),
            numeric=(True, False, False),
        )
    for sentence in report.closing[:-1]:
        yield Block("text", sentence)
    yield Block("last", ended((report.closing or ("",))[-1], report.system))


def _section(section: SectionValue, words: Words, figure_url: Callable[[Figure], str]) -> Iterator[Block]:
    item = 0
    if section.figures:
        item += 1
        yield Block("item", f"{item}. {words.figures}")
        yield Block(
            "table",
            columns=(words.number, words.figure, words.value),
            rows=tuple(
                (
                    Cell(str(at)),
                    Cell(figure.words),
                    Cell(number_words(figure, words.unknown), figure_url(figure) if figure.rows else ""),
                )
                for at, figure in enumerate(section.figures, 1)
            ),
            widths=(4, 32, 12),
            numeric=(True, False, True),
        )
    if section.paragraphs:
        item += 1
        if item > 1:
            yield Block("item", f"{item}. {words.told}")
        many = len(section.paragraphs) > 1
        for at, sentence in enumerate(section.paragraphs, 1):
            yield Block("text", f"{letter(at)}) {sentence}" if many else sentence)
    for at, table in enumerate(section.tables):
        item += 1
        yield Block("item", f"{item}. {table.title}")
        yield _table(table, {figure.key: figure for figure in section.figures}, f"{section.key}.{at}", figure_url)


def part_url(table: Table, figures: Mapping[str, Figure], place: str, url: Callable[[Figure], str]) -> PartUrl:
    """For a row and a column of a table the address of the rows behind that number; empty where there are none."""

    def of(row: int, column: int) -> str:
        key = table.keys[column] if column < len(table.keys) else ""
        text = table.rows[row][column]
        if key not in figures or row >= len(table.own) or not text.isdecimal() or not int(text):
            return ""
        return f"{url(figures[key])}?{PART}={place}.{row}"

    return of


def _table(table: Table, figures: Mapping[str, Figure], place: str, figure_url: Callable[[Figure], str]) -> Block:
    numeric = tuple(
        bool(table.rows) and all(_is_number(row[at]) for row in table.rows) for at in range(len(table.columns))
    )
    longest = [
        max([len(column), *(len(row[at]) for row in table.rows)], default=1) for at, column in enumerate(table.columns)
    ]
    of = part_url(table, figures, place, figure_url)
    links = table.links or ("",) * len(table.rows)
    widths = tuple(max(12, min(48, length)) if not numeric[at] else 14 for at, length in enumerate(longest))
    return Block(
        "table",
        columns=table.columns,
        rows=tuple(
            tuple(Cell(text, links[at] if column == 0 else of(at, column)) for column, text in enumerate(row))
            for at, row in enumerate(table.rows)
        ),
        widths=widths,
        numeric=numeric,
    )


def _is_number(text: str) -> bool:
    return text.rstrip("%").replace(".", "").replace(",", "").isdecimal() or text in ("", "-", "–")
