"""A whole file as canonical JSON: what a frozen version holds, and what its hash is of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from phoihop.assessments.models import (
    Assessment,
    Consultation,
    Dissent,
    Evidence,
    Group,
    Impact,
    Measure,
    OpenQuestion,
    Remark,
    ScopeAnswer,
)

TEXTS = (
    *("code", "dossier", "title", "task", "stage", "is_needed", "scope_reason", "before", "after", "findings"),
    *("summary", "evaluation", "validation", "closing", "taken_from", "smallest_group"),
)
PARTS: tuple[tuple[str, type[Model]], ...] = (
    ("scope", ScopeAnswer),
    ("groups", Group),
    ("impacts", Impact),
    ("evidence", Evidence),
    ("measures", Measure),
    ("questions", OpenQuestion),
    ("consultations", Consultation),
    ("dissents", Dissent),
    ("remarks", Remark),
)
OUT = ("id", "assessment_id", "is_owed", "origin", "obligation")


def content_of(row: Assessment) -> str:
    """Field by field, in the order of names; lines in the order of their numbers. Ten queries."""
    content: dict[str, Any] = {name: getattr(row, name) for name in TEXTS}
    for name, model in PARTS:
        found = model._default_manager.filter(assessment=row).order_by("number").values()
        content[name] = [{key: value for key, value in line.items() if key not in OUT} for line in found]
    numbers = {line["id"]: line["number"] for line in Impact.rows.filter(assessment=row).values("id", "number")}
    groups = {line["id"]: line["number"] for line in Group.rows.filter(assessment=row).values("id", "number")}
    for line in (*content["evidence"], *content["measures"]):
        line["impact"] = numbers.get(line.pop("impact_id"))
    for line in content["impacts"]:
        line["group"] = groups[line.pop("group_id")]
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def is_whole(content: str, sha256: str) -> bool:
    return hashlib.sha256(content.encode()).hexdigest() == sha256


def read(content: str) -> Mapping[str, Any]:
    found = json.loads(content)
    return found if isinstance(found, dict) else {}


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
