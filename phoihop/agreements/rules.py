"""Clauses as values, the text that is signed, what differs between two texts, citations, expiry. No framework."""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from phoihop.ground.text import fold, nfc

SIDES = ("lead", "partner")
CHANNELS = ("visual", "press", "press_conference", "radio_tv", "oral", "loudspeaker", "social_page", "web")
WARN_DAYS = (90, 30, 7)
MANDATE_KINDS = (
    "decision",
    "guideline",
    "official_letter",
    "directive",
    "resolution",
    "conclusion",
    "regulation",
    "programme",
    "plan",
    "notice",
    "circular",
    "decree",
    "law",
)

_REF = re.compile(r"[0-9A-Za-zĐđ]+([.][0-9A-Za-zĐđ]+)*")
_DUTY = re.compile(r"(lead|partner)[.][a-z][a-z0-9]*(-[a-z0-9]+)*")


# ── the text ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class DutyText:
    """What a clause obliges one side to do. `rule` has the shape of the programme file; None: no date is agreed."""

    key: str  # partner.provide-documents: the obliged side comes first
    text: str
    rule: dict[str, Any] | None = None
    channels: tuple[str, ...] = ()
    entitled: str = ""  # the side it is owed to; "" is the other side

    @property
    def obliged(self) -> str:
        return self.key.partition(".")[0]


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause under its stable id (`4.1`). One clause without an id may hold what is agreed but not numbered."""

    ref: str
    text: str
    duties: tuple[DutyText, ...] = ()


def other_side(side: str) -> str:
    return "partner" if side == "lead" else "lead"


def clause_label(code: str, ref: str) -> str:
    """QC-kg-07, 4.1; an unnumbered clause is named by its agreement alone."""
    return f"{code}, {ref}" if ref else code


def canonical_text(clauses: Iterable[ClauseText]) -> str:
    """The one way to write down clauses in their order with their duties; signatures stand under its hash."""
    plain = [
        {
            "ref": clause.ref,
            "text": nfc(clause.text),
            "duties": [
                {
                    "key": duty.key,
                    "text": nfc(duty.text),
                    "obliged": duty.obliged,
                    "entitled": duty.entitled or other_side(duty.obliged),
                    "rule": duty.rule,
                    "channels": list(duty.channels),
                }
                for duty in sorted(clause.duties, key=lambda duty: duty.key)
            ],
        }
        for clause in clauses
    ]
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def text_hash(clauses: Iterable[ClauseText]) -> str:
    return hashlib.sha256(canonical_text(clauses).encode()).hexdigest()


def is_ref(ref: str) -> bool:
    return len(ref) <= 20 and _REF.fullmatch(ref) is not None


def is_duty_key(key: str) -> bool:
    return len(key) <= 80 and _DUTY.fullmatch(key) is not None


def is_ref_free(ref: str, *, base: Collection[str], signed: Collection[str]) -> bool:
    """An id names one clause for good: one that a signed text once used and the text at hand has lost stays unused."""
    return ref in base or ref not in signed


def next_ref(refs: Iterable[str], *, after: str = "") -> str:
    """A free id to propose: beside `after` (4.1 -> 4.2), else the next whole number."""
    taken = set(refs)
    stem, dot, last = after.rpartition(".")
    if dot and last.isascii() and last.isdigit():
        number = int(last) + 1
        while f"{stem}.{number}" in taken:
            number += 1
        return f"{stem}.{number}"
    tops = [int(top) for ref in taken if (top := ref.partition(".")[0]).isascii() and top.isdigit()]
    return str(max(tops, default=0) + 1)


# ── what differs ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class DutyChange:
    """One duty in two texts; `kind` is added, removed, changed or same, `fields` what of it changed."""

    key: str
    kind: str
    old: DutyText | None
    new: DutyText | None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause in two texts; `kind` is added, removed, changed (its words or duties) or same."""

    ref: str
    kind: str
    is_moved: bool
    old_text: str
    new_text: str
    duties: tuple[DutyChange, ...]


def compare(old: Sequence[ClauseText], new: Sequence[ClauseText]) -> tuple[ClauseChange, ...]:
    """Clause by clause in the new order; a removed clause stays behind the one it followed."""
    before = {clause.ref: clause for clause in old}
    after = {clause.ref: clause for clause in new}
    moved = _moved([clause.ref for clause in old if clause.ref in after], [c.ref for c in new if c.ref in before])
    changes = [_clause_change(before.get(c.ref), c, is_moved=c.ref in moved) for c in new]
    for place, clause in enumerate(old):
        if clause.ref in after:
            continue
        earlier = {c.ref for c in old[:place]}
        at = max((i for i, change in enumerate(changes) if change.ref in earlier), default=-1) + 1
        changes.insert(at, _clause_change(clause, None, is_moved=False))
    return tuple(changes)


def changed_refs(old: Sequence[ClauseText], new: Sequence[ClauseText]) -> tuple[str, ...]:
    """The ids of clauses that are new, gone, or say or oblige something else. A mere move changes nothing."""
    return tuple(change.ref for change in compare(old, new) if change.kind != "same")


def duty_keys(clauses: Iterable[ClauseText]) -> set[str]:
    return {duty.key for clause in clauses for duty in clause.duties}


def removed_duties(old: Sequence[ClauseText], new: Sequence[ClauseText]) -> tuple[str, ...]:
    return tuple(sorted(duty_keys(old) - duty_keys(new)))


def _clause_change(old: ClauseText | None, new: ClauseText | None, *, is_moved: bool) -> ClauseChange:
    was, now = old or new, new or old
    if was is None or now is None:
        raise ValueError("a change needs a clause")
    duties = _duty_changes(old.duties if old else (), new.duties if new else ())
    kind = "same"
    if old is None or new is None:
        kind = "added" if old is None else "removed"
    elif old.text != new.text or any(duty.kind != "same" for duty in duties):
        kind = "changed"
    return ClauseChange(now.ref, kind, is_moved, old.text if old else "", new.text if new else "", duties)


def _duty_changes(old: Iterable[DutyText], new: Iterable[DutyText]) -> tuple[DutyChange, ...]:
    before, after = {duty.key: duty for duty in old}, {duty.key: duty for duty in new}
    return tuple(_duty_change(key, before.get(key), after.get(key)) for key in sorted(before.keys() | after.keys()))


def _duty_change(key: str, old: DutyText | None, new: DutyText | None) -> DutyChange:
    if old is None or new is None:
        return DutyChange(key, "added" if old is None else "removed", old, new)
    pairs = {
        "text": (old.text, new.text),
        "rule": (old.rule, new.rule),
        "channels": (old.channels, new.channels),
        "entitled": (old.entitled or other_side(old.obliged), new.entitled or other_side(new.obliged)),
    }
    fields = tuple(name for name, (was, now) in pairs.items() if was != now)
    return DutyChange(key, "changed" if fields else "same", old, new, fields)


def _moved(old: list[str], new: list[str]) -> set[str]:
    """The ids outside the longest run that kept its order."""
    place = {ref: number for number, ref in enumerate(old)}
    tails: list[int] = []
    ends: list[int] = []  # index in `new` of the last of each run
    link: dict[int, int | None] = {}
    for i, ref in enumerate(new):
        at = bisect_left(tails, place[ref])
        link[i] = ends[at - 1] if at else None
        if at == len(tails):
            tails.append(place[ref])
            ends.append(i)
        else:
            tails[at], ends[at] = place[ref], i
    kept: set[str] = set()
    step: int | None = ends[-1] if ends else None
    while step is not None:
        kept.add(new[step])
        step = link[step]
    return set(new) - kept


# ── signing ─────────────────────────────────────────────────────────────────────────────────────────────────


def others_to_sign(roles: Mapping[int, str], proposer: int | None, signed: Collection[int]) -> set[int]:
    """The lead and partners, but for the one that proposed, whose signature is still missing."""
    return {unit for unit, role in roles.items() if role != "WITNESS" and unit != proposer and unit not in signed}


# ── expiry ──────────────────────────────────────────────────────────────────────────────────────────────────


def warnings_reached(to_date: date, today: date) -> tuple[int, ...]:
    """Those of 90, 30 and 7 days that are reached but not passed by the end itself; the nearest last."""
    left = (to_date - today).days
    return tuple(days for days in WARN_DAYS if 0 <= left <= days)


def is_in_force(day: date, from_date: date | None, to_date: date | None) -> bool:
    """Both ends are included; an end left open reaches as far as one likes."""
    return (from_date is None or from_date <= day) and (to_date is None or day <= to_date)


# ── citations (DOMAIN facts: state and Party numbers, and "Quy chế số 238") ─────────────────────────────────

_STATE = re.compile(
    r"(?<![\w/])(\d{1,5})/(?:(\d{4})/)?"
    r"([A-ZĐ][A-Za-zĐđ]{0,5}(?:[-–][A-ZĐ][A-ZĐa-z0-9&]*)*|QH\d{1,2}|UBTVQH\d{1,2})(?![\w/])"
)
_PARTY = re.compile(
    r"(?<![\w/])(\d{1,5})\s*[-–]\s*"
    r"(NQ|QĐ|QyĐ|QC|CT|KL|HD|TT|TB|TC|BC|KH|CTr|ĐA|PA|TTr|CV|BB|DA|QH|CL)\s*/?\s*([A-ZĐ]{2,12})(?!\w)"
)
_JOINT = re.compile(
    r"(?<![\w/])(\d{1,5})/([A-ZĐ][A-Za-zĐđ]{1,7})/([A-ZĐ][A-ZĐa-z0-9]*(?:[-–][A-ZĐ][A-ZĐa-z0-9]*)*)(?![\w/])"
)
_SAID = re.compile(
    r"(?:quy chế|quyết định|quy định|hướng dẫn|công văn|chỉ thị|nghị quyết|kết luận|thông báo|chương trình|kế hoạch"
    r"|nghị định|thông tư|luật)(?:\s+phối hợp)?\s+số:?\s*(\d{1,5})(?![\w/]|\s*[-–]\s*[A-ZĐ])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A number as it was written. `key` is the same for all ways to write it; a bare number has none."""

    said: str
    number: int
    key: str = ""


def citations(text: str) -> tuple[Citation, ...]:
    """The instruments that a text cites, in its order: 221-QĐ/TW, 238-QĐTW, 05/2020/NĐ-CP, "Quy chế số 238"."""
    found: dict[int, Citation] = {}
    for match in _PARTY.finditer(clean := nfc(text)):
        found[match.start()] = _cited(match, f"{int(match[1])}-{match[2]}/{match[3]}")
    for match in _JOINT.finditer(clean):
        found.setdefault(match.start(), _cited(match, f"{int(match[1])}/{match[2]}/{match[3]}"))
    for match in _STATE.finditer(clean):
        year = f"{match[2]}/" if match[2] else ""
        found.setdefault(match.start(), _cited(match, f"{int(match[1])}/{year}{match[3]}"))
    for match in _SAID.finditer(clean):
        found.setdefault(match.start(), Citation(match[0], int(match[1])))
    return tuple(found[place] for place in sorted(found))


def citation_key(number: str) -> str:
    """One key for all spellings of an instrument's number: 238-QĐTW and 238 – QĐ/TW are 238-qđ/tw."""
    found = citations(number)
    key = found[0].key if len(found) == 1 and found[0].key else " ".join(nfc(number).split())
    return key.replace("–", "-").lower()


def leading_number(number: str) -> int:
    """The number before the symbol: 238 of 238-QĐ/TW; 0 when there is none."""
    match = re.match(r"\s*(\d{1,9})", number)
    return int(match[1]) if match else 0


def cited_number(text: str) -> int:
    """The bare number somebody typed into the search: "238" alone; 0 when it is something else."""
    bare = fold(text).removeprefix("so").strip(": ")
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) <= 9 else 0


def _cited(match: re.Match[str], key: str) -> Citation:
    return Citation(match[0], int(match[1]), key.replace("–", "-").lower())


# ── the chain of mandates ───────────────────────────────────────────────────────────────────────────────────


def makes_circle(links: Mapping[int, Collection[int]], row: int, target: int) -> bool:
    """Whether `row` pointing to `target` closes a circle; `links` gives what each row points to."""
    seen, waiting = set[int](), [target]
    while waiting:
        at = waiting.pop()
        if at == row:
            return True
        if at not in seen:
            seen.add(at)
            waiting += links.get(at, ())
    return False


def last_successor(successor_of: Mapping[int, int], row: int) -> int:
    """Where a citation of `row` leads today: along the successors to the last one."""
    seen = {row}
    while (step := successor_of.get(row)) is not None and step not in seen:
        seen.add(step)
        row = step
    return row
