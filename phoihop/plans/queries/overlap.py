"""Which topics of the same lead and year are so like a proposed one that both sides should look."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz, process

from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotVisible
from phoihop.ground.text import fold, nfc
from phoihop.organizations.queries import unit_names
from phoihop.plans import rules, states
from phoihop.plans.models import Plan, Topic

MOST_ALIKE = 5


@dataclass(frozen=True, slots=True)
class Alike:
    """A topic like the proposed one, from the closest down."""

    code: str
    title: str
    partner: str
    percent: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """What the reader may see of it, and whether there is more with other offices: that much alone."""

    topics: tuple[Alike, ...]
    is_elsewhere: bool


def overlap(actor: Actor, title: str, plan_code: str) -> Overlap:
    """Topics of the same lead and year with a like title. Not visible when the plan is not for this reader."""
    plan = Plan.objects.visible_to(actor).filter(code=plan_code).first()
    if plan is None:
        raise NotVisible
    asked = fold(nfc(title)).strip()
    living = Topic.rows.filter(lead_id=plan.lead_id, year=plan.year, state__in=[*states.ALIVE, "CLOSED"])
    titles = dict(living.values_list("pk", "title_fold"))
    if not asked or not titles:
        return Overlap((), is_elsewhere=False)
    close = process.extract(
        asked, titles, scorer=fuzz.token_set_ratio, score_cutoff=rules.OVERLAP_FROM, limit=len(titles)
    )
    percent = {pk: round(score) for _title, score, pk in close}
    seen = {row.pk: row for row in Topic.objects.visible_to(actor).filter(pk__in=list(percent))}
    shown = [seen[pk] for pk in percent if pk in seen][:MOST_ALIKE]
    names = unit_names(row.partner_id for row in shown)
    return Overlap(
        tuple(Alike(row.code, row.title, names[row.partner_id].name, percent[row.pk]) for row in shown),
        is_elsewhere=len(seen) < len(percent),
    )
