"""How long documents are kept. The classes are the office's data, with common terms as a start: no legal claim."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Retention:
    """One class: its name as people read it, and its years (None: for ever)."""

    key: str
    name: str
    years: int | None


CLASSES: dict[str, Retention] = {
    kept.key: kept
    for kept in (
        Retention("permanent", "Vĩnh viễn", None),
        Retention("y70", "70 năm", 70),
        Retention("y50", "50 năm", 50),
        Retention("y20", "20 năm", 20),
        Retention("y10", "10 năm", 10),
        Retention("y5", "5 năm", 5),
        Retention("y2", "2 năm", 2),
    )
}

_BY_TYPE = {
    **dict.fromkeys(("NQ", "QĐ", "QyĐ", "CT", "QC", "KL", "CL", "NĐ", "TT", "L"), "permanent"),
    **dict.fromkeys(("KH", "CTr", "ĐA", "DA", "PA", "QH", "BC", "HĐ", "BTT"), "y20"),
    **dict.fromkeys(("GM", "PG", "PC", "PB", "GNP", "GGT"), "y5"),
}


def default_for(system: str, type_key: str) -> Retention:
    """The class a document of this type starts with; ten years for letters and what is not known."""
    return CLASSES[_BY_TYPE.get(type_key, "y10")]


def keep_until(kept: Retention, start: date) -> date | None:
    """The last day it is kept, counted from the end of the year of `start`; None: for ever."""
    if kept.years is None:
        return None
    return date(start.year + kept.years + 1, 1, 1) - timedelta(days=1)
