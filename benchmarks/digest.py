"""The morning: how long it takes to hear what many offices are told, and to compile everybody's digest.

    PHOIHOP_DATA=NEW_DIR .venv/bin/python -m benchmarks.digest [--people N] [--notices N]

NEW_DIR is an empty folder; it is filled with offices of fifty people each, to whom letters are sent. Each letter is a
notice to each of the fifty, and a duty to acknowledge that waits for the office. One JSON line per figure.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

BUDGET_SECONDS = 60
IN_OFFICE = 50
AT = datetime(2021, 8, 2, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))  # a Monday


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--notices", type=int, default=20)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    timed("settle the offices", options.people, lambda: settle(options.people))
    timed("send the letters", options.notices, lambda: write(options.notices))
    heard = timed("hear what was told", None, hear)
    morning = AT + timedelta(days=1)
    mails = timed("compile the digests", None, lambda: strike(morning), budget=BUDGET_SECONDS)
    again = timed("strike again", None, lambda: strike(morning + timedelta(minutes=5)))
    say({"figure": "in all", "heard": heard, "digests": mails, "again": again, **counts()})
    return 0 if mails == options.people and not again else 1


def say(value: dict[str, Any]) -> None:
    print(json.dumps(value), flush=True)


def timed(figure: str, count: int | None, work: Callable[[], Any], budget: int | None = None) -> Any:
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    say(
        {
            "figure": figure,
            "count": result if count is None else count,
            "seconds": round(time.perf_counter() - wall, 1),
            "cpu_seconds": round(time.process_time() - cpu, 1),
            "budget_seconds": budget,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
    )
    return result


def settle(people: int) -> None:
    """Offices, posts, accounts and seats, written as the room writes them, and not act by act: none of it is timed."""
    from phoihop.ground.actor import Actor
    from phoihop.organizations import commands
    from phoihop.organizations.models import Account, Post, Seat, Unit

    by = Actor.system("loader")
    commands.create_territory(slug="vn", name="Việt Nam", level="central", parent_slug="", by=by, at=AT)
    commands.create_territory(slug="kg", name="Kiên Giang", level="province", parent_slug="vn", by=by, at=AT)
    units = [
        commands.create_unit(
            territory="kg",
            key=f"co-quan-{n}",
            name=f"Cơ quan số {n}",
            kind="department",
            level="province",
            by=by,
            at=AT,
        ).unit_id
        for n in range(people // IN_OFFICE + 1)  # the last one writes the letters
    ]
    posts = Post.rows.bulk_create(
        [Post(unit_id=unit, title=f"Chuyên viên {n}", is_head=n == 0) for unit in units for n in range(IN_OFFICE)],
        batch_size=500,
    )
    accounts = Account.rows.bulk_create(
        [
            Account(
                username=f"u{n}", full_name=f"Nguyễn Văn {n}", email=f"u{n}@kg.gov.vn", fold=f"u{n}", sort_key=f"{n}"
            )
            for n in range(len(posts))
        ],
        batch_size=500,
    )
    roles = ("drafter", "approver", "focal", "clerk")
    Seat.rows.bulk_create(
        [
            Seat(account=one, post=post, role=roles[n % 4])
            for n, (one, post) in enumerate(zip(accounts, posts, strict=True))
        ],
        batch_size=500,
    )
    # Who writes the letters is told nothing: no digest for that office.
    Account.rows.filter(pk__in=[one.pk for one in accounts[-IN_OFFICE:]]).update(email="")
    assert Unit.rows.count() == len(units)


def write(letters: int) -> None:
    from phoihop.dispatches import commands
    from phoihop.organizations.models import Seat, Unit
    from phoihop.organizations.queries import actor_of

    *offices, writer = Unit.rows.order_by("pk").values_list("pk", flat=True)
    seat = Seat.rows.filter(post__unit=writer).order_by("pk").first()
    assert seat is not None
    by = actor_of(seat.account_id, None, AT)
    for n in range(letters):
        commands.send_dispatch(
            sender_id=writer,
            recipient_ids=offices,
            purpose="OPINION",
            subject=f"Đề nghị cung cấp số liệu, lần {n + 1}, phục vụ báo cáo tháng 8 năm 2021",
            body="Kính gửi Quý cơ quan.",
            about="",
            dossier="",
            by=by,
            at=AT,
        )


def hear() -> int:
    from phoihop.dispatches import commands as dispatches
    from phoihop.ground.actor import Actor
    from phoihop.ledger.commands import deliver
    from phoihop.ledger.models import Delivery
    from phoihop.notices.models import Notice

    Delivery.rows.exclude(listener="notices").update(state="DONE")  # search and long work have figures of their own
    tick = getattr(dispatches, "tick", None)
    if tick is not None:
        tick(by=Actor.system("deadline-clock"), at=AT)
    while deliver(at=lambda: AT, limit=500):
        continue
    return Notice.rows.count()


def strike(at: datetime) -> int:
    from phoihop.ground.actor import Actor
    from phoihop.notices.commands import tick

    return tick(by=Actor.system("deadline-clock"), at=at)


def counts() -> dict[str, int]:
    from phoihop.mail.models import OutMail
    from phoihop.notices.models import Notice

    return {
        "notices": Notice.rows.count(),
        "told in a digest": Notice.rows.filter(digest_day__isnull=False).count(),
        "mails": OutMail.rows.filter(key__startswith="digest/").count(),
    }


if __name__ == "__main__":
    sys.exit(main())
