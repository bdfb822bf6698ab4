"""Who may speak about a case: of a topic under proceedings nobody says anything before the body that owns it has."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from phoihop.communications.models import Proceedings, Release
from phoihop.communications.rules import presumption
from phoihop.organizations.queries import unit_names
from phoihop.plans import queries as plans

KINDS = {kind: kind for kind in plans.TOPIC_KINDS}


@dataclass(frozen=True, slots=True)
class Speaking:
    """How it stands with speaking about a topic. `releases`: what its owner has published, the newest first."""

    dossier: str
    is_case: bool = False
    owner_id: int | None = None
    owner: str = ""
    stage: str = ""
    releases: tuple[str, ...] = ()
    party_ids: tuple[int, ...] = ()  # lead and partner of the topic
    title: str = ""
    version: int | None = None  # of the note on the proceedings, if there is one

    @property
    def is_pending(self) -> bool:
        """No judgment in force yet: only the owner speaks first."""
        return self.is_case and self.stage in presumption.BEFORE

    @property
    def is_open(self) -> bool:
        """Others may speak: it is no pending case, or its owner has released."""
        return not self.is_pending or bool(self.releases)


def may_speak(dossier: str) -> Speaking:
    """How it stands with speaking about this topic; another code is no case. Few queries."""
    return speaking_of([dossier])[dossier]


def speaking_of(dossiers: Collection[str]) -> dict[str, Speaking]:
    """The same for many, in a constant number of queries."""
    wanted = [code for code in dict.fromkeys(dossiers) if code.startswith("VD-")]
    rows = {row.code: row for row in plans.found_topics(wanted, KINDS)} if wanted else {}
    marks = {row.dossier: row for row in Proceedings.rows.filter(dossier__in=wanted)} if wanted else {}
    owners = {code: _owner(marks.get(code), row.type, row.unit_ids) for code, row in rows.items()}
    names = unit_names(owners.values())
    out: dict[str, list[str]] = {}
    if any(owner is not None for owner in owners.values()):
        published = Release.rows.filter(dossier__in=wanted, published_at__isnull=False).exclude(state="WITHDRAWN")
        for dossier, unit_id, code in published.order_by("-published_at").values_list("dossier", "unit_id", "code"):
            if unit_id == owners.get(dossier):
                out.setdefault(dossier, []).append(code)
    found = {code: Speaking(code) for code in dossiers}
    for code, row in rows.items():
        owner, mark = owners[code], marks.get(code)
        found[code] = Speaking(
            dossier=code,
            is_case=owner is not None,
            owner_id=owner,
            owner=names[owner].name if owner in names else "",
            stage=(mark.stage if mark else presumption.INVESTIGATION) if owner is not None else "",
            releases=tuple(out.get(code, ())),
            party_ids=row.unit_ids[:2],
            title=row.title,
            version=mark.version if mark else None,
        )
    return found


def _owner(mark: Proceedings | None, kind: str, unit_ids: tuple[int, ...]) -> int | None:
    """Whose case it is: as noted; else a case is of the unit that chose the topic."""
    if mark is not None:
        return mark.owner_id
    return unit_ids[min(1, len(unit_ids) - 1)] if kind == "case" else None


def refusal_to_speak(dossier: str, unit_id: int, related: tuple[str, ...]) -> str:
    """Why an article of this unit about this topic or plan may not go out now; empty: it may."""
    speaking = may_speak(dossier)
    if not speaking.is_pending:
        return ""
    values = {"dossier": dossier, "owner": speaking.owner, "releases": ", ".join(speaking.releases)}
    if not speaking.releases:
        return (
            _(
                "%(dossier)s là vụ việc đang tố tụng; %(owner)s chưa phát thông cáo nên chưa cơ quan nào được đưa tin. "
                "Nội dung đã viết vẫn giữ nguyên; hãy chờ thông cáo, hoặc đề nghị cơ quan ấy phát."
            )
            % values
        )
    if not set(related) & set(speaking.releases):
        return (
            _(
                "%(dossier)s là vụ việc đang tố tụng: tin chỉ được nói trong phạm vi thông cáo của %(owner)s và phải "
                "dẫn thông cáo ấy. Chưa công bố; hãy thêm %(releases)s vào nội dung liên quan."
            )
            % values
        )
    return ""


def wording_refusal(dossier: str, *texts: str) -> str:
    """Why these words about a case may not go out, and in which sentence they stand; empty: they may. For whoever
    speaks after the owner has."""
    speaking = may_speak(dossier)
    if not speaking.is_case:
        return ""
    for text in texts:
        for one in presumption.check(text, speaking.stage):
            return _(
                "Câu chữ “%(words)s” không dùng được về vụ việc đang tố tụng: %(why)s Nên viết: %(instead)s Chỗ đó: "
                "“%(sentence)s” Nội dung đã viết vẫn giữ nguyên; hãy sửa chỗ đó rồi làm lại."
            ) % {
                "words": one.words,
                "sentence": one.sentence.strip(),
                "why": _(one.why),
                "instead": _(one.suggestion),
            }
    return ""
