"""Early warning: how soon each method finds a planted outbreak and how often it cries for nothing; and how long the
morning's run takes for a province. One JSON line per figure.

    .venv/bin/python -m benchmarks.signals                          # methods alone
    PHOIHOP_DATA=NEW_DIR .venv/bin/python -m benchmarks.signals --morning [--places 99] [--topics 30]

NEW_DIR is an empty folder; it is filled with counts of two sources, every place and topic apart, and with alarms that
watch each of these cells by a daily method and by Farrington.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from datetime import date, datetime, timedelta
from statistics import mean as mean_of
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from phoihop.signals.rules import ears, farrington
from phoihop.signals.rules.limits import DAILY, SOURCES, THRESHOLDS

RUNS, QUIET_DAYS, LENGTH = 1000, 60, 7
ONE = timedelta(days=1)
SUNDAY = date(2021, 8, 1)
AT = datetime(2021, 8, 2, 6, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
DAY_MEAN, WEEK_MEAN = 0.12, 0.35
BUDGET_SECONDS = 60


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--morning", action="store_true")
    parser.add_argument("--places", type=int, default=99)
    parser.add_argument("--topics", type=int, default=30)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    if not options.morning:
        methods(options.seed)
        return 0
    return morning(options.places, options.topics, options.seed)


def methods(seed: int) -> None:
    """Seeded series with an outbreak of seven days (of one week) planted behind a quiet past."""
    chance = np.random.default_rng(seed)
    for mean, times in ((3, 4), (10, 2), (10, 3)):
        quiet = chance.poisson(mean, (RUNS, QUIET_DAYS))
        loud = chance.poisson(mean * times, (RUNS, LENGTH))
        for method in DAILY:
            delays, false, looked = [], 0, 0
            for row in range(RUNS):
                read = ears.readings(method, [*quiet[row].tolist(), *loud[row].tolist()])
                above = [day for day, one in enumerate(read) if one is not None and one.is_above]
                looked += QUIET_DAYS - 12
                false += sum(12 <= day < QUIET_DAYS for day in above)
                delays += (
                    [next(day for day in above if day >= QUIET_DAYS) - QUIET_DAYS]
                    if above and above[-1] >= QUIET_DAYS
                    else []
                )
            say_method(method, mean, times, len(delays) / RUNS, delays, false / looked, "days")
        weekly(chance, mean * 7, times)


def weekly(chance: Any, mean: float, times: int) -> None:
    now = farrington.WEEKS_A_YEAR * farrington.YEARS_BACK + farrington.HALF_WINDOW
    places = farrington.baseline_places(now)
    rows = chance.poisson(mean, (RUNS, len(places))).astype(float).tolist()
    share = THRESHOLDS["FARRINGTON"]

    def above(level: float) -> int:
        numbers = chance.poisson(level, RUNS).tolist()
        return sum(one is not None and one.is_above for one in farrington.read_weeks(rows, places, now, numbers, share))

    found = above(mean * times)
    say_method("FARRINGTON", mean, times, found / RUNS, [0] * found, above(mean) / RUNS, "weeks")


def say_method(method: str, mean: float, times: int, found: float, delays: list[int], false: float, unit: str) -> None:
    print(
        json.dumps(
            {
                "what": method,
                "mean": mean,
                "outbreak": f"x{times}",
                "found": round(found, 3),
                "median_delay": median(delays) if delays else None,
                "mean_delay": round(mean_of(delays), 2) if delays else None,
                "false_share": round(false, 4),
                "unit": unit,
            }
        )
    )


def morning(places: int, topics: int, seed: int) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, run_syncdb=True)
    from phoihop.signals.commands import watching

    alarms = fill(places, topics, np.random.default_rng(seed))
    watches = timed("name the cells", lambda: watching.watches_of(alarms))
    found = timed("look at a day and a week", lambda: watching.beyond(watches, [SUNDAY]), cells=len(watches))
    timed("count a fortnight anew", lambda: recount(places, topics, np.random.default_rng(seed)))
    print(json.dumps({"what": "above", "days_and_weeks": len(found), "of": len(watches)}))
    print(json.dumps({"what": "peak memory MB", "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
    return 0


def fill(places: int, topics: int, chance: Any) -> list[Any]:
    """Counts of five years of weeks and 150 days, and two alarms for each source and topic, over each place apart."""
    from phoihop.ground.actor import Actor
    from phoihop.organizations import commands as organizations
    from phoihop.signals.models import Alarm, Count

    by = Actor.system("loader")
    organizations.create_territory(slug="kg", name="Kiên Giang", level="province", by=by, at=AT)
    for n in range(places):
        slug = f"kg.xa{n:02}"
        organizations.create_territory(slug=slug, name=f"Xã {n}", level="commune", parent_slug="kg", by=by, at=AT)
    unit = organizations.create_unit(
        territory="kg", key="btg", name="Ban Tuyên giáo", kind="party_commission", level="province", by=by, at=AT
    )
    cells = [
        (source, f"VD-kg-2021-{topic:04}", f"kg.xa{place:02}")
        for source in SOURCES
        for topic in range(topics)
        for place in range(places)
    ]
    spans = [
        ("DAY", [SUNDAY - n * ONE for n in range(151)], DAY_MEAN),
        ("WEEK", [SUNDAY - 6 * ONE - timedelta(weeks=n) for n in range(52 * 5 + 4)], WEEK_MEAN),
    ]
    for span, firsts, mean in spans:
        numbers = chance.poisson(mean, (len(cells), len(firsts)))
        numbers[:, 0] += 6 * (chance.random(len(cells)) < 0.2)  # a fifth of all cells is worth a look
        rows = (
            Count(
                span=span,
                first=firsts[at],
                source=cells[cell][0],
                topic=cells[cell][1],
                place=cells[cell][2],
                number=int(numbers[cell, at]),
            )
            for cell, at in np.argwhere(numbers).tolist()
        )
        Count.rows.bulk_create(rows, batch_size=5000)
    # Every day of five years somebody reported something: no day is a gap.
    Count.rows.bulk_create(
        (
            Count(span="DAY", first=SUNDAY - n * ONE, source=source, place="kg", number=200)
            for source in SOURCES
            for n in range(151, 366 * 6)
        ),
        batch_size=5000,
    )
    print(json.dumps({"what": "rows", "count": Count.rows.count(), "cells": len(cells)}), flush=True)
    return [
        Alarm.rows.create(
            code=f"NG-kg-2021-{n:04}",
            territory="kg",
            unit_id=unit.unit_id,
            source=source,
            topic=f"VD-kg-2021-{topic:04}",
            place="kg",
            is_each_place=True,
            title=f"{source} {topic}",
            method=method,
            threshold=THRESHOLDS[method],
            least=5,
            rest_days=7,
            measured_at=AT,
            quiet_mean=0,
            quiet_dispersion=1,
            quiet_counted=0,
            drawn=0,
            above=0,
            false_a_year=0,
            set_at=AT,
        )
        for n, (source, topic, method) in enumerate(
            (source, topic, method) for source in SOURCES for topic in range(topics) for method in ("C2", "FARRINGTON")
        )
    ]


def recount(places: int, topics: int, chance: Any) -> None:
    """Writing what the rooms below would tell of a fortnight; their own queries are not in it."""
    from phoihop.concerns.queries import DayCount
    from phoihop.signals.commands import counting

    first = SUNDAY - 13 * ONE
    for source in SOURCES:
        numbers = chance.poisson(DAY_MEAN, (14, topics, places))
        told = [
            DayCount(
                first + int(day) * ONE,
                f"VD-kg-2021-{topic:04}",
                "",
                f"kg.xa{place:02}",
                int(numbers[day, topic, place]),
            )
            for day, topic, place in np.argwhere(numbers)
        ]
        counting.replace_days(source, told, first, SUNDAY)
    counting.add_up_weeks(first, SUNDAY)


def timed(what: str, run: Any, **more: Any) -> Any:
    begun, cpu = time.perf_counter(), time.process_time()
    result = run()
    print(
        json.dumps(
            {
                "what": what,
                **more,
                "seconds": round(time.perf_counter() - begun, 2),
                "cpu": round(time.process_time() - cpu, 2),
                "budget": BUDGET_SECONDS,
            }
        ),
        flush=True,
    )
    return result


if __name__ == "__main__":
    sys.exit(main())
