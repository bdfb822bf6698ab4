"""The draft a unit writes, and what differs between two texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.agreements import queries
from phoihop.agreements.pages.agreements import shown_clause
from phoihop.agreements.pages.words import CHANNEL_WORDS, ShownClause, clause_name, number_asked, whole_text
from phoihop.agreements.queries import ClauseChange, ClauseText, DraftView
from phoihop.ground.actor import Actor
from phoihop.ground.parts import ActPage, Diff, Empty, Link, Tab
from phoihop.ground.parts import compare as diff
from phoihop.ground.powers import NotVisible


@dataclass(frozen=True, slots=True)
class TextPage:
    """The draft: every clause with its edit links."""

    title: str
    of: str
    crumb: Link
    number: int
    version: int
    clauses: tuple[ShownClause, ...]
    empty: Empty
    new_url: str
    propose_url: str
    compare_url: str
    drop_url: str
    drop_clause_url: str
    drop_duty_url: str
    why: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    title: str
    crumb: Link
    tabs: tuple[Tab, ...]
    diff: Diff
    moved: str
    why: str


def text_page(actor: Actor, code: str) -> TextPage:
    view = queries.draft_view(actor, code)

    def door(name: str) -> str:
        return reverse(f"agreements:{name}", args=[code])

    compare = urlencode({"cu": view.base, "moi": view.number})
    return TextPage(
        title=_("Bản thảo %(number)s") % {"number": view.number},
        of=view.title,
        crumb=Link(code, door("agreement")),
        number=view.number,
        version=view.version,
        clauses=tuple(
            shown_clause(
                code,
                clause,
                edit_url=f"{door('write-clause')}?{urlencode({'so': clause.ref})}",
                duty_url=f"{door('set-duty')}?{urlencode({'dieu-khoan': clause.ref})}",
            )
            for clause in view.clauses
        ),
        empty=Empty(_("Bản thảo chưa có điều khoản nào."), _("Viết điều khoản đầu tiên rồi gắn trách nhiệm vào đó.")),
        new_url=door("write-clause"),
        propose_url=door("propose"),
        compare_url=f"{door('compare')}?{compare}" if view.base else "",
        drop_url=door("drop") if view.base else "",
        drop_clause_url=door("drop-clause"),
        drop_duty_url=door("drop-duty"),
        why=view.why,
    )


def clause_choices(actor: Actor, code: str, asked: Mapping[str, str]) -> dict[str, Any]:
    view = queries.draft_view(actor, code)
    return {
        "clauses": view.clauses,
        "clause": _clause(view, asked["so"]) if "so" in asked else None,
        "initial": {"version": view.version},
    }


def clause_page(actor: Actor, code: str, asked: Mapping[str, str], form: Any) -> ActPage:
    view = queries.draft_view(actor, code)
    return ActPage(
        title=clause_name(asked["so"]) if "so" in asked else _("Điều khoản mới"),
        crumb=_back(view),
        said=_("Số điều khoản là mã cố định: bản nào cũng dùng một số cho một điều khoản."),
        form=form,
        label=_("Ghi vào bản thảo"),
        why=view.why,
    )


def ref_asked(asked: Mapping[str, str]) -> str:
    """The clause that the duty hangs on."""
    return asked.get("dieu-khoan", "")


def duty_choices(actor: Actor, code: str, asked: Mapping[str, str]) -> dict[str, Any]:
    view = queries.draft_view(actor, code)
    duties = {duty.key: duty for duty in _clause(view, ref_asked(asked)).duties}
    key = asked.get("khoa", "")
    if key and key not in duties:
        raise NotVisible
    return {
        "duty": duties.get(key),
        "keys": [duty.key for clause in view.clauses for duty in clause.duties],
        "channels": [(channel, str(said)) for channel, said in CHANNEL_WORDS.items()],
        "initial": {"version": view.version},
    }


def duty_page(actor: Actor, code: str, asked: Mapping[str, str], form: Any) -> ActPage:
    view = queries.draft_view(actor, code)
    return ActPage(
        title=_("Trách nhiệm theo %(clause)s") % {"clause": clause_name(ref_asked(asked)).lower()},
        crumb=_back(view),
        said=_("Quy tắc thời hạn cho biết hạn của mỗi nghĩa vụ mở từ trách nhiệm này."),
        form=form,
        label=_("Ghi vào bản thảo"),
        why=view.why,
    )


def compare_page(actor: Actor, code: str, asked: Mapping[str, str]) -> ComparePage:
    """Two texts, by default the two newest; not visible when a number names none."""
    names = queries.agreement_view(actor, code).revisions
    if not names:
        raise NotVisible
    new = number_asked(asked, "moi") or names[0].number
    earlier = [line.number for line in names if line.number < new]
    old = number_asked(asked, "cu") or (earlier[0] if earlier else new)
    found = queries.compare(actor, code, old, new)
    here = reverse("agreements:compare", args=[code])
    moved = [change.ref for change in found.changes if change.is_moved]
    return ComparePage(
        title=_("So sánh bản %(old)s và bản %(new)s") % {"old": old, "new": new},
        crumb=Link(code, reverse("agreements:agreement", args=[code])),
        tabs=tuple(
            Tab(
                _("Bản %(number)s") % {"number": row.number},
                f"{here}?{urlencode({'cu': row.number, 'moi': new})}",
                is_current=row.number == old,
            )
            for row in found.revisions
            if row.number != new
        ),
        diff=diff(
            [_side(change, is_old=True) for change in found.changes if change.kind != "added"],
            [_side(change, is_old=False) for change in found.changes if change.kind != "removed"],
            old_name=_("Bản %(number)s") % {"number": old},
            new_name=_("Bản %(number)s") % {"number": new},
        ),
        moved=_("Đổi vị trí: %(refs)s") % {"refs": ", ".join(moved)} if moved else "",
        why=queries.agreement_view(actor, code).why,
    )


def _side(change: ClauseChange, *, is_old: bool) -> tuple[str, str, str]:
    """A clause as one of the two texts has it: its id, name and words."""
    duties = tuple(d for d in ((duty.old if is_old else duty.new) for duty in change.duties) if d is not None)
    clause = ClauseText(change.ref, change.old_text if is_old else change.new_text, duties)
    return change.ref, clause_name(change.ref), whole_text(clause)


def _clause(view: DraftView, ref: str) -> ClauseText:
    for clause in view.clauses:
        if clause.ref == ref:
            return clause
    raise NotVisible


def _back(view: DraftView) -> Link:
    return Link(_("Bản thảo %(number)s") % {"number": view.number}, reverse("agreements:text", args=[view.code]))
