"""A programme file's plain data written as a workbook of the same content."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from phoihop.site.programme.sheets import COLUMNS

PARTERS = {"domains": "\n", "channels": ", ", "phases": ", "}


def write_workbook(path: Path, data: Mapping[str, Any]) -> Path:
    """Write YAML data (as a plain loader gives it) as XLSX: the sheets and columns that the data needs."""
    book = Workbook()
    book.remove(book.active)
    for sheet, rows in sheets_of(data).items():
        page = book.create_sheet(sheet)
        columns = [name for name in COLUMNS[sheet] if any(name in row for row in rows)]
        page.append(columns)
        for row in rows:
            page.append([row.get(name) for name in columns])
    book.save(path)
    return path


def sheets_of(data: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    sheets: dict[str, list[dict[str, Any]]] = {}
    if single := {name: data[name] for name in ("illustration", "phases_per_plan") if name in data}:
        sheets["file"] = [single]
    if "programme" in data:
        sheets["programme"] = [flat(data["programme"])]
    for name in ("organizations", "mandates", "plans", "phases", "topics", "events"):
        if name in data:
            sheets[name] = [flat(row) for row in data[name]]
    if "duties" in data:
        sheets["duties"] = [{"role": role} | flat(row) for role in data["duties"] for row in data["duties"][role]]
    if "topic_kinds" in data:
        sheets["topic_kinds"] = [{"kind": kind} for kind in data["topic_kinds"]]
    if "rules" in data:
        sheets["rules"] = [{"duty": duty} | flat(rule or {}) for duty, rule in data["rules"].items()]
    calendar = data.get("calendar", {})
    if "time_zone" in calendar:
        sheets["calendar"] = [{"time_zone": calendar["time_zone"]}]
    if "swap_days" in calendar:
        sheets["swap_days"] = [flat(row) for row in calendar["swap_days"]]
    agreements = data.get("agreements", [])
    for agreement in agreements if isinstance(agreements, list) else [agreements]:
        own = {"partner": agreement["partner"]} if "partner" in agreement else {}
        parts = {name: agreement[name] for name in ("clauses", "parties") if name in agreement}
        sheets.setdefault("agreements", []).append(flat({k: v for k, v in agreement.items() if k not in parts}))
        for name, rows in parts.items():
            sheets.setdefault(name, []).extend(own | flat(row) for row in rows)
    return sheets


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            cells |= {f"{name}.{inner}": one for inner, one in value.items()}
        elif isinstance(value, list):
            cells[name] = PARTERS[name].join(value)
        elif isinstance(value, str | int | date) or value is None:
            cells[name] = value
    return cells
