"""A report as a frozen value, and the one way it is written down: equal reports are equal bytes. No framework."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from phoihop.ground.figures import Figure, Period, Scope, SectionValue, Table
from phoihop.ground.text import nfc

VERSION = "report-1"  # of the wording and the layout: rises whenever the same value would be printed otherwise
LONGEST = 60_000_000  # characters of the value


class NotPlain(TypeError):
    """A value with a part that has no one way of being written: a fraction, an object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the office prints at head and foot, as it was on the day the report was compiled."""

    system: str
    organ: str
    parent: str = ""
    place: str = ""
    symbol: str = ""
    authority: str = ""
    authority_of: str = ""
    post: str = ""
    signer: str = ""
    archive: str = ""
    footer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the record said at the end of the day `on` about a scope and a period.

    `opening` and `closing` are the office's own sentences, `notes` ours: cut-off, limits. `sources` name the rooms
    whose record was read. `template` names the version of wording and layout.
    """

    head: Head
    scope: Scope
    period: Period
    on: date
    title: str
    sections: tuple[SectionValue, ...]
    bases: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    template: str = VERSION

    @property
    def system(self) -> str:
        return self.head.system

    def figures(self) -> Iterator[Figure]:
        """All figures, in the order of the report."""
        for section in self.sections:
            yield from section.figures

    def figure(self, key: str) -> Figure | None:
        return next((figure for figure in self.figures() if figure.key == key), None)


def canonical(value: Report) -> str:
    """The report as JSON: keys in order, NFC, no spaces, no fractions. Refused (NotPlain): anything else in it."""
    return _dumps(_plain(value))


def digest(text: str) -> str:
    """SHA-256 of a report as `canonical` writes it."""
    return hashlib.sha256(text.encode()).hexdigest()


def inputs(
    scope: Scope, period: Period, on: date, title: str, extra: tuple[SectionValue, ...], bases: tuple[str, ...]
) -> str:
    """SHA-256 of what was asked for; the record itself is not in it."""
    asked = {"scope": scope, "period": period, "on": on, "title": title, "extra": extra, "bases": bases}
    return digest(_dumps(_plain(asked)))


def read(text: str) -> Report:
    """The report that `canonical` wrote."""
    plain = json.loads(text)
    scope, period = plain["scope"], plain["period"]
    lists = ("bases", "opening", "closing", "recipients", "notes", "sources")
    return Report(
        head=Head(**plain["head"]),
        scope=Scope(**{**scope, **{name: tuple(scope[name]) for name in ("plans", "unit_ids", "dossiers")}}),
        period=Period(
            period["key"], period["kind"], date.fromisoformat(period["first"]), date.fromisoformat(period["last"])
        ),
        on=date.fromisoformat(plain["on"]),
        title=plain["title"],
        sections=tuple(_section(section) for section in plain["sections"]),
        template=plain["template"],
        **{name: tuple(plain[name]) for name in lists},
    )


def doubled(sections: tuple[SectionValue, ...]) -> tuple[str, ...]:
    """Keys of figures that stand twice: a page could not tell them apart."""
    seen: set[str] = set()
    twice = []
    for section in sections:
        for figure in section.figures:
            if figure.key in seen:
                twice.append(figure.key)
            seen.add(figure.key)
    return tuple(twice)


def miscounted(sections: tuple[SectionValue, ...]) -> tuple[str, ...]:
    """Keys of counts whose number is not that of their rows, whose rows repeat or stand out of order, or of which a
    number in a table is not the part it says."""
    return tuple(_wrong_counts(sections)) + tuple(_wrong_parts(sections))


def _wrong_parts(sections: tuple[SectionValue, ...]) -> Iterator[str]:
    counted = {figure.key: frozenset(figure.rows) for section in sections for figure in section.figures}
    for section in sections:
        for table in section.tables:
            for row, own in zip(table.rows, table.own, strict=False):
                for text, key in zip(row, table.keys, strict=False):
                    if key and text.isdecimal() and int(text) != sum(code in counted.get(key, ()) for code in own):
                        yield key


def _wrong_counts(sections: tuple[SectionValue, ...]) -> Iterator[str]:
    yield from (
        figure.key
        for section in sections
        for figure in section.figures
        if figure.rows != tuple(sorted(set(figure.rows)))
        or (not figure.is_measure and figure.number is not None and figure.number != len(figure.rows))
        or (not figure.is_measure and figure.number is None and figure.rows)
    )


def part(value: Report, figure: Figure, place: str) -> tuple[str, tuple[str, ...]] | None:
    """Of a figure what a row of a table is about: its name and rows; `place` is "obligations.0.3": section, table, row.

    None: there is no such place.
    """
    key, _dot, rest = place.partition(".")
    at_table, _dot, at_row = rest.partition(".")
    if not (at_table.isdecimal() and at_row.isdecimal()):
        return None
    section = next((one for one in value.sections if one.key == key), None)
    if section is None or int(at_table) >= len(section.tables):
        return None
    table = section.tables[int(at_table)]
    if figure.key not in table.keys or int(at_row) >= len(table.own):
        return None
    counted = frozenset(figure.rows)
    return table.rows[int(at_row)][0], tuple(code for code in table.own[int(at_row)] if code in counted)


def _section(plain: Mapping[str, Any]) -> SectionValue:
    return SectionValue(
        key=plain["key"],
        title=plain["title"],
        figures=tuple(Figure(**{**figure, "rows": tuple(figure["rows"])}) for figure in plain["figures"]),
        paragraphs=tuple(plain["paragraphs"]),
        tables=tuple(
            Table(
                table["title"],
                tuple(table["columns"]),
                tuple(tuple(row) for row in table["rows"]),
                tuple(table["links"]),
                tuple(table["keys"]),
                tuple(tuple(codes) for codes in table["own"]),
            )
            for table in plain["tables"]
        ),
    )


def _dumps(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool) or type(value) is int:
        return value
    if type(value) is str:
        return nfc(value)
    if type(value) is date:
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return list(value) if _is_ascii(value) else [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    raise NotPlain(f"{type(value).__name__} in a report: {value!r:.80}")


def _is_ascii(values: Any) -> bool:
    """Whether these are plain codes, of which a figure may have many thousands."""
    if not all(type(value) is str for value in values):
        return False
    whole = "".join(values)
    return whole.isascii() and whole.isprintable()
