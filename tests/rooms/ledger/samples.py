"""Small ledgers: made through a command of the tests' own, or as plain lines without a database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from phoihop.ledger import rules


def export_of(batches: Sequence[Sequence[int]]) -> list[str]:
    """The lines of an export with these entry numbers, one seal a batch."""
    lines = [rules.canonical({"format": rules.FORMAT})]
    head, count = rules.GENESIS, 0
    for numbers in batches:
        entries = [entry(number) for number in numbers]
        lines += [rules.canonical({"entry": one}) for one in entries]
        digest = rules.seal_digest(head, [(one["id"], rules.digest_of(one)) for one in entries])
        seal = {"previous": head, "entries": rules.write_ranges(list(numbers)), "digest": digest}
        lines.append(rules.canonical({"seal": seal}))
        head, count = digest, count + len(numbers)
    lines.append(rules.canonical({"end": {"entries": count, "seals": len(batches), "head": head}}))
    return lines


def entry(number: int) -> dict[str, Any]:
    return {"id": number, "kind": "plan.approved", "code": f"KH-kg-2021-{number}", "data": '{"note":"đã duyệt"}'}


def head_of(lines: Sequence[str]) -> str:
    return rules.verify(lines).head
