"""Fills the other rooms of a country that was built: body after body, the first province first, each once.

Killed in the middle, the same order given again goes on after the last body that is whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from django.db import transaction

from phoihop.concerns.queries import settings_value
from phoihop.organizations.queries import units_by_keys
from phoihop.plans.queries import recorded_plans
from phoihop.site.country import making
from phoihop.site.country.build import BUILDER, LOADER, NOW, YEAR
from phoihop.site.country.making.scene import Scene
from phoihop.site.country.order import Turn, turns
from phoihop.site.country.places import bodies


def fill_country(
    scale: float, seed: int, progress: Callable[[int, int], None], *, most: int = 0, amount: float = 1.0
) -> dict[str, int]:
    """Rows made by room. `most`: bodies, all where 0; `amount`: of the usual rows of a body."""
    made: Counter[str] = Counter()
    by_slug = {turn.slug: turn for turn in turns(scale)}
    wanted = [by_slug[body.territory] for body in bodies(scale)][: most or None]
    with transaction.atomic():
        making.begin(by=BUILDER, at=NOW)
    for number, turn in enumerate(wanted, start=1):
        if settings_value(BUILDER, turn.slug).desk is None:
            with transaction.atomic():
                made.update(making.fill(_scene(turn, seed, amount)))
        progress(number, len(wanted))
    return dict(made)


def _scene(turn: Turn, seed: int, amount: float) -> Scene:
    body = turn.body
    keys = [body.lead[0], *(key for key, _name, _kind in body.partners)]
    units = units_by_keys(LOADER, body.territory, keys)
    lead_id, *partners = (units[key].id for key in keys)
    return Scene(
        body=body,
        lead_id=lead_id,
        partners=tuple(partners),
        plans=tuple(recorded_plans(BUILDER, lead_id, YEAR)),
        seed=f"{seed}/{turn.variant}",
        now=NOW,
        by=BUILDER,
        amount=amount,
    )
