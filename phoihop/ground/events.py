"""Events: what happened, in the past tense, with ids and plain values only. No framework here."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

_WORD = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`code` names the thing it happened to; `dossier` the topic, plan or agreement whose timeline shows it."""

    code: str
    dossier: str = ""

    @classmethod
    @cache
    def kind(cls) -> str:
        """PlanApproved -> plan.approved; ObligationHandedIn -> obligation.handed_in."""
        noun, *verb = _WORD.sub(" ", cls.__name__).lower().split()
        return f"{noun}.{'_'.join(verb)}"

    def plain(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def territory(self) -> str:
        """Codes carry the territory's slug: NV-kg-2021-000001 -> kg."""
        parts = self.code.split("-")
        return parts[1] if len(parts) > 2 else ""
