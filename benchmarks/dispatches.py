"""Dispatches: recipients resolved, obligations opened and mails queued, per minute.

    PHOIHOP_DATA=DIR .venv/bin/python -m benchmarks.dispatches [--dispatches N] [--many N] [--profile]

DIR is a data folder that holds units and people (`./run --data DIR sample build`); what is sent stays there, so take a
copy. (a) N letters to one office each, half of them to offices with somebody in force (in the house), half by mail with
two links: a fifth of them through `send_dispatch`, a transaction each, and all through `send_dispatches`, two hundred
an act, as the form's "a letter of its own for each office" does. (b) One letter to `--many` offices at once; they are
made for it, with mail addresses. One JSON line per figure.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import sys
import time
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

BUDGET = 10_000  # a minute
COMMUNES = 3_321


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dispatches", type=int, default=10_000)
    parser.add_argument("--many", type=int, default=COMMUNES)
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")
    import django

    django.setup()
    sender, readers, mailed = offices(options.many)
    pairs = zip(readers * options.dispatches, mailed * options.dispatches, strict=False)
    mixed = [unit_id for pair in pairs for unit_id in pair][: options.dispatches]
    with_profile(options.profile, lambda: each(sender, mixed[: options.dispatches // 5]))
    with_profile(options.profile, lambda: together(sender, mixed, 200))
    with_profile(options.profile, lambda: at_once(sender, mailed[: options.many]))
    return 0


def say(figure: str, count: int, seconds: float, cpu: float, budget: int | None = BUDGET) -> None:
    value = {
        "figure": figure,
        "recipients": count,
        "seconds": round(seconds, 1),
        "per_minute": round(count / seconds * 60),
        "cpu_ms_each": round(cpu / count * 1000, 2),
        "budget_per_minute": budget,
    }
    print(json.dumps(value), flush=True)


def offices(many: int) -> tuple[int, list[int], list[int]]:
    """The sender; offices where somebody can open letters; `many` offices without anybody, with a mail address."""
    from phoihop.ground import clock
    from phoihop.ground.actor import SEATED, Actor
    from phoihop.mail.commands import add_address
    from phoihop.mail.queries import addresses_of
    from phoihop.organizations import commands as organizations
    from phoihop.organizations.queries import people_with, territories, unit_records

    at, by = clock.now(), Actor.system("loader")
    places = [place.slug for place in territories()]
    ids = [record.id for place in places for record in unit_records(by, place)]
    readers = sorted(people_with(SEATED, ids, at))
    run = uuid.uuid4().hex[:6]
    mailed = []
    while len(mailed) < many:
        n = len(mailed)
        made = organizations.create_unit(
            key=f"xa-{run}-{n}",
            name=f"Ủy ban nhân dân xã {n}",
            short="",
            kind="executive",
            level="commune",
            territory=places[-1],
            parent_id=None,
            valid_from=date(2000, 1, 1),
            by=by,
            at=at,
        )
        post = organizations.create_post(unit_id=made.unit_id, title="Văn thư", by=by, at=at)
        add_address(
            unit_id=made.unit_id,
            address=f"xa{n}.{run}@xa.example.gov.vn",
            owner_post_id=post.post_id,
            is_confirmed=True,
            by=by,
            at=at,
        )
        mailed.append(made.unit_id)
    assert len(addresses_of(mailed)) == many
    return readers[0], readers[1:], mailed


def words(n: int) -> dict[str, str]:
    return {
        "purpose": "OPINION",
        "subject": f"Đề nghị cung cấp số liệu lần {n}",
        "body": "Kính gửi Quý cơ quan,\n\nĐề nghị cung cấp số liệu trước ngày 15 tháng 8.\n\nTrân trọng.",
        "about": "",
        "dossier": "",
        "key": uuid.uuid4().hex,
    }


def each(sender: int, unit_ids: list[int]) -> None:
    from phoihop.dispatches.commands import send_dispatch
    from phoihop.ground import clock

    by = loader()
    wall, cpu = time.perf_counter(), time.process_time()
    for n, unit_id in enumerate(unit_ids):
        send_dispatch(sender_id=sender, recipient_ids=[unit_id], **words(n), by=by, at=clock.now())
    say("letters to one office, one an act", len(unit_ids), time.perf_counter() - wall, time.process_time() - cpu)


def together(sender: int, unit_ids: list[int], step: int) -> None:
    from phoihop.dispatches.commands import Sending, send_dispatches
    from phoihop.ground import clock

    by = loader()
    wall, cpu = time.perf_counter(), time.process_time()
    for start in range(0, len(unit_ids), step):
        part = unit_ids[start : start + step]
        sends = [Sending(recipient_ids=[unit_id], **words(start + n)) for n, unit_id in enumerate(part)]
        send_dispatches(sender_id=sender, sends=sends, by=by, at=clock.now())
    figure = f"letters to one office, {step} an act"
    say(figure, len(unit_ids), time.perf_counter() - wall, time.process_time() - cpu)


def loader() -> Any:
    from phoihop.ground.actor import Actor

    return Actor.system("loader")


def at_once(sender: int, unit_ids: list[int]) -> None:
    from phoihop.dispatches.commands import send_dispatch
    from phoihop.ground import clock

    by = loader()
    wall, cpu = time.perf_counter(), time.process_time()
    send_dispatch(sender_id=sender, recipient_ids=unit_ids, **words(0), by=by, at=clock.now())
    say("one letter to many", len(unit_ids), time.perf_counter() - wall, time.process_time() - cpu)


def with_profile(is_wanted: bool, work: Callable[[], None]) -> None:
    if not is_wanted:
        return work()
    profile = cProfile.Profile()
    profile.runcall(work)
    pstats.Stats(profile, stream=sys.stderr).sort_stats("cumulative").print_stats(70)
    return None


if __name__ == "__main__":
    sys.exit(main())
