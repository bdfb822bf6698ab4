"""Agreements of the world: clauses and rules of the sample programme, in force from July 2021 to the end of 2025."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

import phoihop
from phoihop.agreements import commands
from phoihop.agreements.models import Revision
from phoihop.agreements.rules import ClauseText, DutyText
from tests.world.build import LOADER, World

SAMPLE = Path(phoihop.__file__).parent / "sample" / "kien-giang-2021"
LEAD = "btg-tinh-uy"
FROM, TO = date(2021, 7, 1), date(2025, 12, 31)


def agree(
    world: World, partner: str = "so-yte", *, from_date: date | None = FROM, to_date: date | None = TO, **values: Any
) -> str:
    """An agreement signed on paper between the commission and `partner`; gives its code. Twice gives the same."""
    recorded = commands.record_agreement(
        parties={world.unit(LEAD): "LEAD", world.unit(partner): "PARTNER"},
        clauses=clauses(),
        from_date=from_date,
        to_date=to_date,
        by=LOADER,
        at=world.at,
        **values,
    )
    return recorded.code


def record_chain(world: World) -> dict[str, str]:
    """The instruments of the sample programme, number to code: 221 replaced by 238, which 170 and 93 carry out."""
    ids: dict[str, int] = {}
    codes: dict[str, str] = {}
    for one in _file("programme.yaml")["mandates"]:
        told = commands.record_mandate(
            number=one["number"],
            kind=one["type"],
            issuer_id=world.unit(one["issuer"]),
            issued_date=one["date"],
            supersedes_id=ids.get(one.get("supersedes", "")),
            implements_id=ids.get(one.get("implements", "")),
            by=LOADER,
            at=world.at,
        )
        ids[one["number"]], codes[one["number"]] = told.mandate_id, told.code
    return codes


def draft(world: World, partner: str = "so-yte", **values: Any) -> str:
    """An drafts an agreement of two clauses with `partner` and has not proposed it yet; gives its code."""
    given = {"title": "Quy chế phối hợp về thông tin y tế", "from_date": date(2021, 8, 1), "to_date": TO, **values}
    told = commands.draft_agreement(
        parties={world.unit(LEAD): "LEAD", world.unit(partner): "PARTNER"},
        clauses=TWO,
        by=world.person("an").actor,
        at=world.at,
        **given,
    )
    return told.code


def propose(world: World, partner: str = "so-yte", **values: Any) -> str:
    """The same, put to the partner."""
    code = draft(world, partner, **values)
    commands.propose_revision(code=code, note="Đề nghị cho ý kiến", by=world.person("an").actor, at=world.at)
    return code


def hash_of(code: str, number: int) -> str:
    return Revision.rows.get(agreement__code=code, number=number).text_hash


@cache
def clauses() -> tuple[ClauseText, ...]:
    """The clauses of example-rules.yaml with the duties of programme.yaml and their rules."""
    duties, example = _file("programme.yaml")["duties"], _file("example-rules.yaml")
    texts = {f"{side}.{one['key']}": one for side in duties for one in duties[side]}
    return tuple(
        ClauseText(
            one["id"],
            texts[one["duty"]]["text"],
            (
                DutyText(
                    one["duty"],
                    texts[one["duty"]]["text"],
                    _plain(example["rules"].get(one["duty"])),
                    tuple(texts[one["duty"]].get("channels", ())),
                ),
            ),
        )
        for one in example["agreements"]["clauses"]
    )


TWO = (
    ClauseText("1", "Hai bên phối hợp trên nguyên tắc chủ động, kịp thời."),
    ClauseText(
        "2",
        "Sở Y tế gửi tài liệu của vấn đề.",
        (DutyText("partner.provide-documents", "Gửi đủ tài liệu", {"after": "phase.entered", "working_days": 5}),),
    ),
)


def _plain(rule: dict[str, Any] | None) -> dict[str, Any] | None:
    """Lists and days as they come in JSON."""
    if rule is None:
        return None
    return {name: term.isoformat() if isinstance(term, date) else term for name, term in rule.items()}


@cache
def _file(name: str) -> Any:
    return YAML(typ="safe").load(SAMPLE / name)
