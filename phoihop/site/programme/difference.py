"""What loading a file would change: its values against those that are loaded, section by section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Literal

from phoihop.site.programme.values import ProgrammeFile

Row = Mapping[str, Any]
Sections = Mapping[str, Mapping[str, Row]]  # section → key → field → plain value (text, number, truth, list, None)
ChangeKind = Literal["added", "changed", "removed-from-file", "unchanged"]
MARKED = ("plans", "agreements", "topics")  # rows that carry the mark of an illustration


@dataclass(frozen=True)
class FieldChange:
    name: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Change:
    """One item: what happens to it, and which fields change from what to what."""

    section: str
    key: str
    kind: ChangeKind
    fields: tuple[FieldChange, ...] = ()


def compare(file: ProgrammeFile, current: Sections) -> list[Change]:
    """All items of the file's sections in the file's order, then what is loaded but not in the file.

    A section the file does not have is not compared: a file that adds to a programme says nothing of the rest. Nor is
    a field that the current row does not carry. Open values ("", None, an empty list, False) are all equal.
    """
    changes: list[Change] = []
    for section, rows in sections_of(file).items():
        loaded = current.get(section, {})
        changes += [_change(section, key, row, loaded.get(key)) for key, row in rows.items()]
        if rows:
            changes += [Change(section, key, "removed-from-file") for key in loaded if key not in rows]
    return changes


def is_same(changes: list[Change]) -> bool:
    """Whether loading would change nothing. What is only missing from the file stays, so it is no change."""
    return all(change.kind in ("unchanged", "removed-from-file") for change in changes)


def sections_of(file: ProgrammeFile) -> dict[str, dict[str, dict[str, Any]]]:
    """The file as plain rows under the keys by which `Current` must know them.

    programme: slug · organizations: key · mandates: number · duties: role.key · plans: partner · phases: key ·
    topic_kinds: kind · agreements: partner · rules: duty · swap_days: off date · topics: "partner · year · title" ·
    events: "what · phase · year", then " · partner" if it is one plan's · settings: "phases_per_plan", "time_zone".
    """
    programme = [file.programme] if file.programme else []
    settings = {"phases_per_plan": file.phases_per_plan, "time_zone": file.time_zone}
    found: dict[str, dict[str, dict[str, Any]]] = {
        "programme": {one.slug: _row(one) for one in programme},
        "settings": {name: {"value": value} for name, value in settings.items() if value},
        "organizations": {one.key: _row(one) for one in file.organizations},
        "mandates": {one.number: _row(one) for one in file.mandates},
        "duties": {one.name: _row(one) for one in file.duties},
        "phases": {one.key: _row(one) | {"position": at} for at, one in enumerate(file.phases, start=1)},
        "topic_kinds": {kind: {} for kind in file.topic_kinds},
        "plans": {one.partner: _row(one) for one in file.plans},
        "agreements": {one.partner: _row(one) for one in file.agreements},
        "rules": {one.duty: {"terms": one.as_plain()} for one in file.rules},
        "swap_days": {one.off_date.isoformat(): _row(one) for one in file.swap_days},
        "topics": {f"{one.plan} · {one.selected_date.year} · {one.title}": _row(one) for one in file.topics},
        "events": {
            " · ".join(filter(None, (one.what, one.phase, str(one.on_date.year), one.plan))): _row(one)
            for one in file.events
        },
    }
    for section in MARKED:
        for row in found[section].values():
            row["is_illustration"] = file.is_illustration
    return {section: rows for section, rows in found.items() if rows}


def _change(section: str, key: str, row: Row, loaded: Row | None) -> Change:
    if loaded is None:
        new = tuple(FieldChange(name, None, value) for name, value in row.items() if not _is_open(value))
        return Change(section, key, "added", new)
    changed = tuple(
        FieldChange(name, loaded[name], value)
        for name, value in row.items()
        if name in loaded and not _is_equal(loaded[name], value)
    )
    return Change(section, key, "changed" if changed else "unchanged", changed)


def _is_open(value: Any) -> bool:
    return value is None or value is False or value in ("", [], ())


def _is_equal(old: Any, new: Any) -> bool:
    return _plain(old) == new or (_is_open(old) and _is_open(new))


def _row(value: Any) -> dict[str, Any]:
    plain = _plain(value)
    return dict(plain)


def _plain(value: Any) -> Any:
    """Dataclasses as dicts without their places, dates as ISO text, tuples as lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value) if one.name != "place"}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value
