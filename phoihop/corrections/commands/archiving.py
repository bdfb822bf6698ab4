"""The archived copy of what was published: past the secrecy guard, into the register, its digest kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from phoihop.corrections.models import Claim
from phoihop.documents import commands as register
from phoihop.documents import queries as documents
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotVisible
from phoihop.organizations.queries import unit_names

CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A copy that the guard lets in. Nothing of it is written yet."""

    spool: Any
    name: str
    judged: register.Judged


def judge_snapshot(*, file: Any, unit_id: int, by: Actor, at: datetime) -> Snapshot:
    """Lets the guard look at the file before the act's transaction begins.

    Refused: what the guard refuses (that, by which rule and nothing else is recorded), and what it cannot read.
    """
    name = str(getattr(file, "client_name", "") or file.name)
    spool = getattr(file, "spool", None) or register.spooled(file, name=name)
    judged = register.judge(spool, name=name)
    verdict = judged.verdict
    if verdict.decision in ("ACCEPTED", "INTERNAL"):
        return Snapshot(spool, name, judged)
    rules = [finding.rule for finding in verdict.findings]
    if verdict.decision == "REFUSED":
        told = tuple(dict.fromkeys(rules))
        register.refuse_file(unit_id=unit_id, rules=told, by=by.through("claim.archive"), at=at)
    why = "; ".join(dict.fromkeys(str(documents.rule_in_words(rule)) for rule in rules[:3])).rstrip(".")
    raise Refused(
        _("Không nhận tệp „%(name)s“: %(why)s. %(do)s Chưa ghi gì và không giữ lại gì của tệp.")
        % {"name": name[:100], "why": why, "do": documents.what_to_do(verdict.decision, rules)}
    )


def keep_snapshot(
    row: Claim, snapshot: Snapshot, *, publisher: str, unit_id: int, by: Actor, at: datetime
) -> tuple[str, str]:
    """Enters it into the unit's register as kept for reference, joined to the claim; its code and SHA-256."""
    through = by.through("claim.archive")
    sha256 = snapshot.spool.sha256()
    taken = register.take_in_judged(
        spool=snapshot.spool, name=snapshot.name, judged=snapshot.judged, unit_id=unit_id, by=through, at=at
    )
    line = documents.documents_of(through, [taken.code]).get(taken.code)
    if line is None or line.state == "RECALLED":
        raise Refused(_("Tệp này là văn bản đã thu hồi. Chưa ghi gì; hãy chọn tệp khác."))
    if line.state == "DRAFT":
        register.register_document(
            code=taken.code,
            direction="KEPT",
            system="STATE",
            type_key="",
            citation="",
            issued_date=None,
            issuer=unit_names([unit_id])[unit_id].name[:200],
            subject=_("Bản chụp nơi đăng: %(publisher)s (%(code)s)") % {"publisher": publisher, "code": row.code},
            by=through,
            at=at,
        )
    register.link_document(code=taken.code, about=row.code, by=through, at=at)
    return taken.code, sha256


def digest_of_document(code: str, *, by: Actor, at: datetime) -> str:
    """SHA-256 of the newest original of a document in the register, of which the actor may open it."""
    if code not in documents.documents_of(by, [code]):
        raise Refused(_("Không thấy văn bản %(code)s trong sổ. Chưa ghi gì; hãy xem lại mã.") % {"code": code[:80]})
    try:
        opened = register.open_document(code=code, kind="ORIGINAL", by=by, at=at)
    except NotVisible:
        raise Refused(
            _("Văn bản %(code)s không có tệp. Chưa ghi gì; hãy chọn văn bản khác.") % {"code": code}
        ) from None
    digest = hashlib.sha256()
    with opened.file as file:
        while piece := file.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()
