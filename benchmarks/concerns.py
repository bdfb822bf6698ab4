"""Duplicates among concerns: how many are suggested, how many suggestions are right, and how long a suggestion takes.

    PHOIHOP_DATA=NEW_DIR .venv/bin/python -m benchmarks.concerns [--concerns N] [--copies N] [--seed N] [--asked N]

NEW_DIR is an empty folder. A crowd out of a seed (tests/world/drill.py) is taken in; then the desk is asked, of each
concern or of a sample, what it looks like. A suggestion counts when it came in earlier. One JSON line a figure.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sys
import time
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

AT = datetime(2021, 8, 2, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TERRITORY = "kg"
BUDGET_SECONDS = 0.5  # of one suggestion, 95th of a hundred
APART = timedelta(minutes=20)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--concerns", type=int, default=1_000)
    parser.add_argument("--copies", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2021)
    parser.add_argument("--asked", type=int, default=1_000)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    return measure(options)


def measure(options: argparse.Namespace) -> int:
    from phoihop.concerns.queries import concern_value, duplicates
    from phoihop.ground.actor import Actor
    from tests.world.drill import concerns

    by = Actor.system("loader")
    crowd = concerns(options.concerns, copies=options.copies, shared=0, seed=options.seed)
    began = time.perf_counter()
    codes = take_in(crowd, by)
    say({"figure": "take in", "count": len(codes), "seconds": round(time.perf_counter() - began, 1)})
    group_of = {codes[told.number]: told.original for told in crowd}
    asked = random.Random(options.seed).sample(crowd, min(options.asked, len(crowd)))
    spent, found, wrong, copies, recalled = [], 0, 0, 0, 0
    for told in asked:
        code = codes[told.number]
        own = concern_value(by, code)
        began = time.perf_counter()
        alike = duplicates(by, code, own.received_at)
        spent.append(time.perf_counter() - began)
        before = [one for one in alike if one.received_at < own.received_at]
        true = [one for one in before if group_of[one.code] == told.original]
        found, wrong = found + len(true), wrong + len(before) - len(true)
        copies, recalled = copies + told.is_copy, recalled + (told.is_copy and bool(true))
    spent.sort()
    late = spent[int(0.95 * (len(spent) - 1))]
    say(
        {
            "figure": "recall",
            "asked": len(asked),
            "copies": copies,
            "suggested": recalled,
            "share": share(recalled, copies),
        }
    )
    say({"figure": "precision", "right": found, "wrong": wrong, "share": share(found, found + wrong)})
    say(
        {
            "figure": "one suggestion",
            "median_ms": round(1000 * spent[len(spent) // 2], 1),
            "p95_ms": round(1000 * late, 1),
            "is_within": late <= BUDGET_SECONDS,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
    )
    return 0 if late <= BUDGET_SECONDS else 1


def take_in(crowd: list[Any], by: Any) -> dict[int, str]:
    """Through the commands, twenty minutes apart; the codes by number."""
    from phoihop.concerns import commands
    from phoihop.organizations import commands as organizations
    from tests.world.drill import SERVICES, places

    organizations.create_territory(slug=TERRITORY, name="Kiên Giang", level="province", parent_slug="", by=by, at=AT)
    unit = organizations.create_unit(
        territory=TERRITORY, key="so", name="Sở", kind="department", level="province", by=by, at=AT
    ).unit_id
    commands.set_desk(territory=TERRITORY, unit_id=unit, by=by, at=AT)
    spots = [commands.PlaceInput(key=key, name=name) for key, name in places()]
    commands.arrange_places(territory=TERRITORY, places=spots, by=by, at=AT)
    commands.arrange_services(
        territory=TERRITORY,
        services=[commands.ServiceInput(key=key, name=name) for key, (name, _words) in SERVICES.items()],
        routes=[commands.RouteInput(service=key, unit_id=unit) for key in SERVICES],
        by=by,
        at=AT,
    )
    codes = {}
    for place, told in enumerate(crowd):
        at = AT + place * APART
        codes[told.number] = commands.record_concern(
            reception_id=unit,
            channel="phone",
            territory=TERRITORY,
            service=told.service,
            place=told.place,
            text=told.text,
            latitude=told.latitude,
            longitude=told.longitude,
            by=by,
            at=at,
        ).code
    return codes


def share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def say(value: dict[str, Any]) -> None:
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    sys.exit(main())
