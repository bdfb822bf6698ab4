"""Writing a letter: to whom, by which way, who is away there; and the paper for who gets it on paper."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.dispatches import queries
from phoihop.dispatches.commands import Paper
from phoihop.dispatches.pages.boxes import box_url
from phoihop.dispatches.pages.letters import terms_of
from phoihop.dispatches.pages.words import CHANNEL_WORDS
from phoihop.dispatches.queries import DispatchValue
from phoihop.documents.queries import own_documents
from phoihop.ground.actor import Actor
from phoihop.ground.parts import Link, Term, words
from phoihop.ground.parts.codes import camera_code
from phoihop.ground.parts.compare import Diff, compare
from phoihop.organizations.queries import absence_notes, absent_units, units_to_choose

MOST_WAYS = 60  # offices whose way is chosen one by one


@dataclass(frozen=True, slots=True)
class WritePage:
    title: str
    sender: str
    form: Form
    box: Link
    replaces: str
    diff: Diff | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The way to one ticked office: what suits it, and what else there is."""

    unit_id: int
    unit: str
    proposed: str
    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The letter on paper for one office, with the code of its link."""

    unit: str
    url: str
    refuse_url: str
    view_box: str
    path: str


@dataclass(frozen=True, slots=True)
class PrintPage:
    title: str
    code: str
    crumb: Link
    sender: str
    sent: str
    terms: tuple[Term, ...]
    bases: tuple[str, ...]
    body: str
    attachments: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    why: str = ""


def write_page(actor: Actor, form: Form, former: DispatchValue | None = None) -> WritePage:
    return WritePage(
        title=_("Soạn công văn thay công văn trước") if former else _("Soạn công văn"),
        sender=actor.unit_name,
        form=form,
        box=Link(_("Công văn"), box_url("out")),
        replaces=former.line.code if former else "",
        diff=_diff(former, form) if former and form.is_bound else None,
    )


def former(actor: Actor, code: str) -> DispatchValue:
    """The letter that a new one shall stand in for. Not visible to whoever may not."""
    return queries.former_letter(actor, code)


def as_begun(value: DispatchValue) -> dict[str, Any]:
    """What a letter begins with that stands in for this one."""
    line = value.line
    return {
        "purpose": line.purpose,
        "form": "formal" if value.is_formal else "plain",
        "subject": line.subject,
        "bases": value.bases,
        "body": value.body,
        "about": value.about,
        "codes": ", ".join(one.code for one in value.attachments),
        "recipients": [share.unit_id for share in line.recipients],
        "replaces": line.code,
        "how": "UPDATE",
    }


def asks_ways(typed: Mapping[str, str]) -> bool:
    """Whether the writer chooses the way to each office."""
    return "choose" in typed or any(name.startswith("way_") for name in typed)


def offices(actor: Actor, text: str, chosen: Sequence[str], at: datetime) -> list[tuple[int, str]]:
    """The offices a new letter may go to: what was searched for first, then those ticked, then the own territory. Where
    somebody is away the name says who, until when, and who acts."""
    ids = [int(text) for text in chosen if text.isdecimal() and len(text) < 19]
    found = units_to_choose(actor, at, text=text, chosen=ids)
    away = _away(actor, [unit.id for unit in found], at)
    return [(unit.id, f"{unit.name}. {away[unit.id]}" if unit.id in away else unit.name) for unit in found]


def choices(actor: Actor, chosen: Sequence[str], at: datetime) -> tuple[Choice, ...]:
    """The ways to the ticked offices."""
    ids = [int(text) for text in chosen if text.isdecimal() and len(text) < 19][:MOST_WAYS]
    made = []
    for way in queries.ways_to(actor, ids, at):
        offered = [("in_app", str(CHANNEL_WORDS["in_app"]))]
        if way.address:
            offered.append(("mail", _("Qua thư đến %(address)s") % {"address": way.address}))
        offered += [(name, str(CHANNEL_WORDS[name])) for name in ("print", "link")]
        proposed = "in_app" if way.has_reader else "mail" if way.address else "print"
        made.append(Choice(way.unit_id, way.unit_name, proposed, tuple(offered)))
    return tuple(made)


def papers(actor: Actor) -> list[tuple[str, str]]:
    """Documents of the own register that may go with the letter, the newest first."""
    return [
        (line.code, " – ".join(filter(None, (line.citation, line.subject))) or line.code)
        for line in own_documents(actor, limit=8)
    ]


def print_page(actor: Actor, code: str, made: Sequence[Paper], at: datetime) -> PrintPage:
    value = queries.paper_value(actor, code)
    line = value.line
    return PrintPage(
        title=line.subject,
        code=code,
        crumb=Link(code, reverse("dispatches:letter", args=[code])),
        sender=line.sender_name,
        sent=words.day(timezone.localtime(line.sent_at).date()) if line.sent_at else "",
        terms=terms_of(value),
        bases=tuple(filter(None, map(str.strip, value.bases.splitlines()))),
        body=value.body,
        attachments=tuple(one.title for one in value.attachments),
        sheets=tuple(_sheet(one) for one in made),
    )


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────

_NOBODY = gettext_lazy("Mọi người xử lý đều vắng.")


def _away(actor: Actor, unit_ids: Collection[int], at: datetime) -> dict[int, str]:
    """What to know before sending. Constant queries for any number of offices."""
    said: dict[int, list[str]] = {}
    for note in absence_notes(actor, unit_ids, at):
        said.setdefault(note.unit_id, []).append(str(note))
    for unit_id in absent_units(said, at) if said else ():
        said[unit_id].append(str(_NOBODY))
    return {unit_id: " ".join(texts) for unit_id, texts in said.items()}


def _diff(former: DispatchValue, form: Form) -> Diff:
    new: Mapping[str, str] = {name: str(form[name].value() or "") for name in ("subject", "body")}
    return compare(
        [("subject", _("Trích yếu"), former.line.subject), ("body", _("Nội dung"), former.body)],
        [("subject", _("Trích yếu"), new["subject"]), ("body", _("Nội dung"), new["body"])],
        old_name=former.line.code,
        new_name=_("bản đang soạn"),
    )


def _sheet(paper: Paper) -> Sheet:
    return Sheet(paper.unit_name, paper.acknowledge_url, paper.refuse_url, *camera_code(paper.acknowledge_url))
