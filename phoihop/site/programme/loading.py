"""From a programme file into the database: through the rooms' commands, all or nothing, twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from phoihop.agreements import commands as agreements
from phoihop.agreements import queries as agreement_queries
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.obligations import commands as obligations
from phoihop.obligations import queries as obligation_queries
from phoihop.organizations import commands as organizations
from phoihop.organizations import queries as units
from phoihop.plans import commands as plans
from phoihop.plans import queries as plan_queries
from phoihop.site.programme.difference import Change, compare
from phoihop.site.programme.reading import BrokenFile, slug_of, understand
from phoihop.site.programme.sources import read_tree
from phoihop.site.programme.values import Known, PhaseEvent, Place, Problem, ProgrammeFile

LOADER = Actor.system("loader")
COUNTRY = "vn"
USUAL_PHASES = 3
LONG_AGO = date(2000, 1, 1)  # an agreement without dates is in force on every day
ROLES = {"lead": "LEAD", "partner": "PARTNER", "witness": "WITNESS"}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file brings: items by what happens to them, and whether it was only looked at or held."""

    changes: tuple[Change, ...]
    is_held: bool = False

    def count(self, kind: str) -> int:
        return sum(change.kind == kind for change in self.changes)


@dataclass
class _Loading:
    """One file on its way in."""

    file: ProgrammeFile
    slug: str
    lead: str
    at: datetime
    ids: dict[str, int] = field(default_factory=dict)  # unit key -> number

    def run(self) -> None:
        """In the order in which one thing needs another."""
        self._territories()
        self._organizations()
        self._programme()
        self._mandates()
        for day in self.file.swap_days:
            note = _("theo tệp chương trình")
            obligations.declare_day(day=day.off_date, is_working=False, note=note, by=LOADER, at=self.at)
            obligations.declare_day(day=day.working_date, is_working=True, note=note, by=LOADER, at=self.at)
        self._agreements()
        self._phases()
        for year in sorted({topic.selected_date.year for topic in self.file.topics}):
            self._year(year)
        self._events()

    def _territories(self) -> None:
        programme = self.file.programme
        if programme is None:
            return
        known = {territory.slug for territory in units.territories()}
        if COUNTRY not in known:
            organizations.create_territory(slug=COUNTRY, name="Việt Nam", level="central", by=LOADER, at=self.at)
        if self.slug not in known:
            organizations.create_territory(
                slug=self.slug,
                name=programme.territory,
                level=programme.level,
                parent_slug=COUNTRY,
                by=LOADER,
                at=self.at,
            )

    def _organizations(self) -> None:
        self.ids = known_units(self.slug)
        for one in parents_first(self.file):
            given: dict[str, Any] = {
                "name": one.name,
                "kind": one.kind,
                "level": one.level,
                "short": one.short,
                "parent_id": self.ids[one.parent] if one.parent else None,
            }
            if one.key in self.ids:
                organizations.amend_unit(unit_id=self.ids[one.key], **given, by=LOADER, at=self.at)
                continue
            territory = COUNTRY if one.level == "central" else self.slug
            made = organizations.create_unit(
                territory=territory,
                key=one.key,
                **given,
                is_illustration=self.file.is_illustration,
                by=LOADER,
                at=self.at,
            )
            self.ids[one.key] = made.unit_id

    def _programme(self) -> None:
        programme = self.file.programme
        if programme is None:
            return
        agreements.record_programme(
            territory=self.slug,
            title=programme.title,
            lead_id=self.ids[programme.lead],
            first_year=programme.first_year,
            last_year=programme.last_year,
            reported_date=programme.reported_date,
            by=LOADER,
            at=self.at,
        )

    def _mandates(self) -> None:
        numbers = {line.number: line.id for line in agreement_queries.mandate_chain(LOADER)}
        for one in mandates_in_order(self.file):
            made = agreements.record_mandate(
                number=one.number,
                kind=one.type,
                issuer_id=self.ids[one.issuer],
                issued_date=one.issued_date,
                subject=one.title,
                supersedes_id=numbers[one.supersedes] if one.supersedes else None,
                implements_id=numbers[one.implements] if one.implements else None,
                state={"superseded": "SUPERSEDED", "expired": "ENDED"}.get(one.status, "IN_FORCE"),
                is_illustration=self.file.is_illustration,
                by=LOADER,
                at=self.at,
            )
            numbers[one.number] = made.mandate_id

    def _agreements(self) -> None:
        """Every plan of a file is an agreement with that partner; `agreements` adds its dates, clauses and rules."""
        detailed = {one.partner: one for one in self.file.agreements}
        mandates = {plan.partner: plan.mandate for plan in self.file.plans}
        partners = list(dict.fromkeys([*mandates, *detailed]))
        if self.file.rules and not detailed:  # rules alone change every agreement there is
            partners = [partner for partner, _codes in known_partners(self.ids[self.lead], self.ids)]
        for partner in partners:
            one = detailed.get(partner)
            parties = {self.ids[self.lead]: "LEAD", self.ids[partner]: "PARTNER"}
            if one is not None and one.parties:
                parties = {self.ids[party.unit]: ROLES[party.role] for party in one.parties}
            done = agreements.record_agreement(
                parties=parties,
                title=one.title if one else "",
                mandate_number=(one.mandate if one else "") or mandates.get(partner, ""),
                from_date=one.from_date if one else None,
                to_date=one.to_date if one else None,
                clauses=self._clauses(partner),
                is_illustration=self.file.is_illustration,
                by=LOADER,
                at=self.at,
            )
            plan = next((plan for plan in self.file.plans if plan.partner == partner), None)
            if plan is not None and plan.domains:
                agreements.record_domains(code=done.code, domains=plan.domains, by=LOADER, at=self.at)

    def _clauses(self, partner: str) -> list[agreement_queries.ClauseText]:
        """The clauses of one agreement: as the file numbers them, else one clause without a number for all duties."""
        one = next((one for one in self.file.agreements if one.partner == partner), None)
        there = self._duties_there(partner)
        texts = {duty.name: (duty.text, tuple(duty.channels)) for duty in self.file.duties}
        texts = {key: (d.text, d.channels) for key, d in there.items()} | texts
        plain = {rule.duty: rule.as_plain() for rule in self.file.rules}

        def duty(name: str) -> agreement_queries.DutyText:
            text, channels = texts[name]
            rule = plain[name] if name in plain else (there[name].rule if name in there else None)
            return agreement_queries.DutyText(key=name, text=text, rule=rule, channels=channels)

        if one is not None and one.clauses:
            return [
                agreement_queries.ClauseText(ref=c.id, text=c.text or texts[c.duty][0], duties=(duty(c.duty),))
                for c in one.clauses
            ]
        if there and (plain or self.file.duties):  # the clauses there, with what the file says otherwise
            by_ref: dict[str, list[agreement_queries.DutyText]] = {}
            words: dict[str, str] = {}
            for name, value in there.items():
                by_ref.setdefault(value.clause_ref, []).append(duty(name))
                words.setdefault(value.clause_ref, texts[name][0])
            if set(words) == {""}:
                words[""] = _("Các trách nhiệm của hai bên theo chương trình phối hợp.")
            return [agreement_queries.ClauseText(ref, words[ref], tuple(found)) for ref, found in by_ref.items()]
        if self.file.duties:
            return [
                agreement_queries.ClauseText(
                    ref="",
                    text=_("Các trách nhiệm của hai bên theo chương trình phối hợp."),
                    duties=tuple(duty(one.name) for one in self.file.duties),
                )
            ]
        return []

    def _duties_there(self, partner: str) -> dict[str, agreement_queries.DutyValue]:
        for agreement in agreement_queries.agreements_of(LOADER, self.ids[self.lead]):
            if self.ids[partner] in agreement.partner_ids and agreement.state == "IN_FORCE":
                on = agreement.from_date or LONG_AGO
                return {d.key: d for d in agreement_queries.duties_in_force(LOADER, agreement.id, on)}
        return {}

    def _phases(self) -> None:
        wanted = [(phase.key, phase.name) for phase in self.file.phases]
        if wanted and wanted != plan_queries.defined_phases(LOADER, self.ids[self.lead]):
            plans.define_phases(lead_id=self.ids[self.lead], phases=wanted, by=LOADER, at=self.at)

    def _year(self, year: int) -> None:
        lead_id = self.ids[self.lead]
        topics = [topic for topic in self.file.topics if topic.selected_date.year == year]
        called = {plan.partner_id: plan for plan in plan_queries.recorded_plans(LOADER, lead_id, year)}
        if any(self.ids[topic.plan] not in called for topic in topics):
            plans.call_round(
                lead_id=lead_id,
                year=year,
                answer_by=None,
                is_illustration=self.file.is_illustration,
                by=LOADER,
                at=self.at,
            )
            called = {plan.partner_id: plan for plan in plan_queries.recorded_plans(LOADER, lead_id, year)}
        for topic in topics:
            plan = called.get(self.ids[topic.plan])
            if plan is None:
                raise BrokenFile(
                    [Problem(topic.place, _("Năm %(year)s không có kế hoạch với cơ quan này.") % {"year": year})]
                )
            plans.record_past_topic(
                plan_id=plan.id,
                kind=topic.kind,
                title=topic.title,
                selected=topic.selected_date,
                is_illustration=self.file.is_illustration,
                by=LOADER,
                at=self.at,
            )

    def _events(self) -> None:
        for event in sorted(self.file.events, key=lambda event: event.on_date):
            for plan in plan_queries.recorded_plans(LOADER, self.ids[self.lead], event.on_date.year):
                if event.plan and self.ids[event.plan] != plan.partner_id:
                    continue
                for topic in plan.topics:
                    plans.record_past_phase(
                        topic_id=topic.id, key=event.phase, what=event.what, on=event.on_date, by=LOADER, at=self.at
                    )


def load(path: Path, *, at: datetime, is_dry: bool = False, is_agreed: bool = False) -> Loaded:
    """Reads a file and takes it in, all or nothing. Refused with BrokenFile: every problem at once, nothing changed.

    A file that would change what is loaded is held (`is_held`) until it is agreed to; what it adds needs no agreement.
    """
    tree = read_tree(path)
    slug = slug_of(tree) or _only_slug()
    known = known_of(slug)
    file = understand(tree, known, rule_faults=obligation_queries.check_rule)
    changes = tuple(compare(file, current_of(slug, file)))
    is_changing = any(change.kind == "changed" for change in changes)
    if is_changing and not is_agreed and not is_dry:
        return Loaded(changes, is_held=True)
    lead = file.programme.lead if file.programme else known.lead
    try:
        with transaction.atomic():
            _Loading(file, slug, lead, at).run()
            transaction.set_rollback(is_dry)  # what a dry run meets is met for real, then undone
    except Refused as refused:
        raise BrokenFile([Problem(Place(), str(refused))]) from refused
    return Loaded(changes)


# ── what is loaded already ──────────────────────────────────────────────────────────────────────────────────


def known_of(slug: str) -> Known:
    """What the file may refer to without saying it again."""
    programme = agreement_queries.programme_of(LOADER, slug) if slug else None
    if programme is None:
        return Known()
    ids = known_units(slug)
    parents = {one.key: one.parent for one in _organizations(slug)}
    keys = {number: key for key, number in ids.items()}
    chain = agreement_queries.mandate_chain(LOADER)
    current = current_of(slug, None)
    return Known(
        slug=slug,
        lead=keys[programme.lead_id],
        period=(programme.first_year, programme.last_year),
        units=parents,
        mandates={line.number: tuple(filter(None, (line.supersedes, line.implements))) for line in chain},
        duties=frozenset(current["duties"]),
        plans=tuple(partner for partner, _code in known_partners(programme.lead_id, ids)),
        phases=tuple(key for key, _name in plan_queries.defined_phases(LOADER, programme.lead_id)),
    )


def current_of(slug: str, file: ProgrammeFile | None) -> dict[str, dict[str, dict[str, Any]]]:
    """The loaded programme in the rows that `difference.sections_of` makes of a file."""
    programme = agreement_queries.programme_of(LOADER, slug) if slug else None
    empty: dict[str, dict[str, dict[str, Any]]] = {"duties": {}}
    if programme is None:
        return empty
    ids = known_units(slug)
    keys = {number: key for key, number in ids.items()}
    lead = keys[programme.lead_id]
    found = empty | {
        "programme": {
            slug: {
                "title": programme.title,
                "lead": lead,
                "first_year": programme.first_year,
                "last_year": programme.last_year,
                "reported_date": programme.reported_date,
            }
        },
        "organizations": {
            one.key: {"name": one.name, "kind": one.kind, "level": one.level, "parent": one.parent, "short": one.short}
            for one in _organizations(slug)
        },
        "mandates": {
            line.number: {
                "type": line.kind,
                "issued_date": line.issued_date,
                "supersedes": line.supersedes,
                "implements": line.implements,
            }
            for line in agreement_queries.mandate_chain(LOADER)
        },
        "phases": {
            key: {"name": name, "position": position}
            for position, (key, name) in enumerate(plan_queries.defined_phases(LOADER, programme.lead_id), start=1)
        },
    }
    _agreements_now(found, programme.lead_id, keys)
    years = sorted({topic.selected_date.year for topic in file.topics}) if file else []
    found["topics"] = {
        f"{keys[plan.partner_id]} · {year} · {topic.title}": {"kind": topic.kind, "selected_date": topic.selected}
        for year in years
        for plan in plan_queries.recorded_plans(LOADER, programme.lead_id, year)
        for topic in plan.topics
    }
    if file is not None:
        found["settings"] = {"time_zone": {"value": settings.TIME_ZONE}}
        if file.phases_per_plan == (len(found["phases"]) or USUAL_PHASES):
            found["settings"]["phases_per_plan"] = {"value": file.phases_per_plan}
        found["topic_kinds"] = {kind: {} for kind in plan_queries.TOPIC_KINDS}
        found["swap_days"] = _swap_days(file)
        found["events"] = _events_now(file, programme.lead_id, keys)
    return found


def _swap_days(file: ProgrammeFile) -> dict[str, dict[str, Any]]:
    declared = {
        line.date: line.is_working
        for year in {day.off_date.year for day in file.swap_days} | {day.working_date.year for day in file.swap_days}
        for line in obligation_queries.declared_days(LOADER, year)
    }
    return {
        day.off_date.isoformat(): {"off_date": day.off_date, "working_date": day.working_date}
        for day in file.swap_days
        if declared.get(day.off_date) is False and declared.get(day.working_date) is True
    }


def _events_now(file: ProgrammeFile, lead_id: int, keys: dict[int, str]) -> dict[str, dict[str, Any]]:
    """The file's events that every topic they are about has already, entered or planned on that day."""
    found = {}
    for event in file.events:
        topics = [
            topic
            for plan in plan_queries.recorded_plans(LOADER, lead_id, event.on_date.year)
            if event.plan in ("", keys[plan.partner_id])
            for topic in plan.topics
        ]
        if topics and all(_has(topic, event) for topic in topics):
            key = " · ".join(filter(None, (event.what, event.phase, str(event.on_date.year), event.plan)))
            found[key] = {"on_date": event.on_date}
    return found


def _has(topic: plan_queries.RecordedTopic, event: PhaseEvent) -> bool:
    place = next((n for n, phase in enumerate(topic.phases) if phase.key == event.phase), None)
    if place is None:
        return False
    phase = topic.phases[place]
    if event.what == "phase.end":
        return event.on_date in (phase.planned_end, phase.closed)
    before = topic.phases[place - 1] if place else None
    return phase.entered == event.on_date or (before is not None and before.planned_end == event.on_date)


def _agreements_now(found: dict[str, dict[str, dict[str, Any]]], lead_id: int, keys: dict[int, str]) -> None:
    """Sections plans, agreements, duties and rules, from the texts in force."""
    found |= {"plans": {}, "agreements": {}, "rules": {}}
    for agreement in agreement_queries.agreements_of(LOADER, lead_id):
        if agreement.state != "IN_FORCE":
            continue
        duties = agreement_queries.duties_in_force(LOADER, agreement.id, agreement.from_date or LONG_AGO)
        is_numbered = any(duty.clause_ref for duty in duties)
        for partner_id in agreement.partner_ids:
            partner = keys[partner_id]
            domains = list(agreement_queries.domains_of(LOADER, agreement.code))
            found["plans"][partner] = {"mandate": agreement.mandate, "domains": domains}
            if is_numbered:
                found["agreements"][partner] = {"from_date": agreement.from_date, "to_date": agreement.to_date}
        for duty in duties:
            found["duties"].setdefault(duty.key, {"text": duty.text, "channels": list(duty.channels)})
            if duty.rule is not None:
                found["rules"].setdefault(duty.key, {"terms": duty.rule})


def known_units(slug: str) -> dict[str, int]:
    """Keys of the units of the programme's territory and of the country."""
    return {one.key: one.id for one in _organizations(slug)}


def known_partners(lead_id: int, ids: dict[str, int]) -> list[tuple[str, str]]:
    """Partners and codes of the lead's agreements in the order of their numbers."""
    keys = {number: key for key, number in ids.items()}
    rows = agreement_queries.agreements_of(LOADER, lead_id)
    return [(keys[partner], row.code) for row in rows for partner in row.partner_ids if partner in keys]


def _organizations(slug: str) -> Iterator[units.UnitRecord]:
    for place in (COUNTRY, slug):
        yield from units.unit_records(LOADER, place)


def _only_slug() -> str:
    """A file that adds to a programme need not say to which, while there is only one."""
    slugs = [t.slug for t in units.territories() if agreement_queries.programme_of(LOADER, t.slug) is not None]
    return slugs[0] if len(slugs) == 1 else ""


def parents_first(file: ProgrammeFile) -> list[Any]:
    """Organizations with every parent before its children; cycles were refused by the reading."""
    rows = {one.key: one for one in file.organizations}
    done: dict[str, Any] = {}

    def take(key: str) -> None:
        if key in done or key not in rows:
            return
        take(rows[key].parent)
        done[key] = rows[key]

    for key in rows:
        take(key)
    return list(done.values())


def mandates_in_order(file: ProgrammeFile) -> list[Any]:
    """Mandates with those they point to before them."""
    rows = {one.number: one for one in file.mandates}
    done: dict[str, Any] = {}

    def take(number: str) -> None:
        if number in done or number not in rows:
            return
        take(rows[number].supersedes)
        take(rows[number].implements)
        done[number] = rows[number]

    for number in rows:
        take(number)
    return list(done.values())
