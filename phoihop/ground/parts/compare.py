"""Two texts clause by clause, word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

WORD = re.compile(r"\s+|\w+|[^\w\s]", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words; kind is "same", "ins" or "del"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class DiffClause:
    """One clause; kind is "same", "changed", "ins" (new) or "del" (struck out)."""

    key: str
    label: str
    kind: str
    said: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    old: str
    new: str
    summary: str
    clauses: tuple[DiffClause, ...]


def words_between(old: str, new: str) -> tuple[Words, ...]:
    """Runs that are the same, struck out or put in."""
    before, after = WORD.findall(old), WORD.findall(new)
    runs: list[Words] = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append(Words("same", "".join(before[i:j])))
            continue
        if i < j:
            runs.append(Words("del", "".join(before[i:j])))
        if k < m:
            runs.append(Words("ins", "".join(after[k:m])))
    return tuple(runs)


def compare(
    old: Sequence[tuple[str, str, str]], new: Sequence[tuple[str, str, str]], *, old_name: str, new_name: str
) -> Diff:
    """Match clauses (key, label, text) by key; struck-out ones stay where they stood."""
    before = {key: text for key, _label, text in old}
    after = {key for key, _label, _text in new}
    clauses = [_clause(key, label, before.get(key), text) for key, label, text in new]
    for place, (key, label, text) in enumerate(old):
        if key not in after:
            earlier = {k for k, _label, _text in old[:place]}
            at = max((i for i, clause in enumerate(clauses) if clause.key in earlier), default=-1) + 1
            clauses.insert(at, DiffClause(key, label, "del", _("bỏ"), (Words("del", text),)))
    changed = sum(clause.kind != "same" for clause in clauses)
    summary = _("%(changed)s/%(total)s điều khoản khác nhau") % {"changed": changed, "total": len(clauses)}
    return Diff(old_name, new_name, summary, tuple(clauses))


def _clause(key: str, label: str, before: str | None, after: str) -> DiffClause:
    if before is None:
        return DiffClause(key, label, "ins", _("mới"), (Words("ins", after),))
    if before == after:
        return DiffClause(key, label, "same", _("giữ nguyên"), (Words("same", after),))
    return DiffClause(key, label, "changed", _("sửa"), words_between(before, after))
