"""Two clocks strike in the same moment, or one is killed: everybody gets one digest."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from phoihop.ledger.models import Entry
from phoihop.notices import commands
from phoihop.notices.models import Notice
from tests.world.build import World
from tests.world.dispatches import send
from tests.world.mornings import give_addresses, hear_all, mails, morning, strike
from tests.world.together import together

ROOT = Path(__file__).parents[3]
PEOPLE = 24


def crowd(world: World) -> None:
    for n in range(PEOPLE):
        world.add_person(f"p{n}", "btg-tinh-uy", ["drafter"], post=f"Chuyên viên {n}")
    give_addresses(world, *(f"p{n}" for n in range(PEOPLE)))
    send(world)
    hear_all(world.at)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_at_once_is_one_mail_each(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands.morning, "AT_ONCE", 3)
    crowd(world)
    at = morning(world, 3)
    assert together(*[lambda: strike(at)] * 3) == []
    told = Counter(mail.account_id for mail in mails())
    assert sorted(told) == sorted(world.accounts[f"p{n}"] for n in range(PEOPLE))
    assert set(told.values()) == {1}
    assert Entry.rows.filter(kind="mail.queued", code="THU").count() == PEOPLE
    assert not Notice.rows.filter(account_id__in=told, digest_day__isnull=True).exists()


KILLED = """
import json, os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "phoihop.site.settings"
import django
django.setup()
from datetime import datetime
from phoihop.ground.actor import Actor
from phoihop.notices.commands import morning
morning.AT_ONCE = 2
real = morning._put_down
def slow(*given):
    time.sleep(float(sys.argv[2]))
    real(*given)
morning._put_down = slow
print("ready", flush=True)
print(morning.tick(by=Actor.system("deadline-clock"), at=datetime.fromisoformat(sys.argv[1])), flush=True)
"""

PREPARE = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "phoihop.site.settings"
import django
django.setup()
from phoihop.site.new_database import make_tables
make_tables()
from tests.world import build
from tests.rooms.notices.test_two_clocks import crowd
crowd(build.build())
"""

COUNT = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "phoihop.site.settings"
import django
django.setup()
from phoihop.mail.models import OutMail
from phoihop.notices.models import Notice
keys = list(OutMail.rows.filter(key__startswith="digest/").values_list("key", flat=True))
bad = Notice.rows.filter(digest_day__isnull=False).exclude(
    account_id__in=[int(key.split("/")[1]) for key in keys]).count()
print(json.dumps({"mails": len(keys), "noted without a mail": bad}))
"""


@pytest.mark.slow
def test_killed_again_and_again_it_is_one_mail_each(tmp_path: Path) -> None:
    """A process is killed in the middle of batches, at another place each time; the last one finishes the morning."""
    given = {
        **os.environ,
        "PHOIHOP_DATA": str(tmp_path),
        "PHOIHOP_SECRET_KEY": "only-for-tests",
        "PYTHONPATH": str(ROOT),
    }
    given.pop("DJANGO_SETTINGS_MODULE", None)
    given.pop("PHOIHOP_DATABASE_URL", None)

    def run(source: str, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", source, *words],
            check=False,
            env=given,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    run(PREPARE)
    before = []
    for wait in (0.15, 0.45, 0.75):
        child = subprocess.Popen(
            [sys.executable, "-c", KILLED, "2021-08-03T07:30:00+07:00", "0.2"],
            env=given,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
        child.wait(10)
        child.stdout.close()
        found = json.loads(run(COUNT))
        assert found["noted without a mail"] == 0
        before.append(found["mails"])
    assert before == sorted(before)
    assert before[-1] < PEOPLE  # it was killed while there was work left
    run(KILLED, "2021-08-03T07:31:00+07:00", "0")
    assert json.loads(run(COUNT))["mails"] == PEOPLE
    assert run(KILLED, "2021-08-03T07:32:00+07:00", "0").split()[-1] == "0"
