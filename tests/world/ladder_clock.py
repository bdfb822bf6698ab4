"""A process over one data folder that strikes the deadline clock when it is told to; for tests that kill it.

Reads one JSON line at a time: {"at": TIME, "acts": [[name, code, ...]]}; answers with what it told, as a line.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date, datetime

os.environ["DJANGO_SETTINGS_MODULE"] = "phoihop.site.settings"

import django

django.setup()

from phoihop.ground.actor import Actor  # noqa: E402
from phoihop.obligations import commands  # noqa: E402

CLOCK, BUILDER = Actor.system("deadline-clock"), Actor.system("sample-builder")


def act(name: str, rest: list[str], at: datetime) -> None:
    match name, rest:
        case "extend", [code, day]:
            commands.grant_extension(code=code, to_date=date.fromisoformat(day), reason="Diễn tập", by=BUILDER, at=at)
        case "block", [code]:
            commands.block_obligation(code=code, reason="Diễn tập", by=BUILDER, at=at)
        case "unblock", [code]:
            commands.unblock_obligation(code=code, by=BUILDER, at=at)
        case "hand_in", [code]:
            commands.hand_in_obligation(
                code=code,
                statement="Diễn tập",
                reference="1/BC",
                without_support_reason="Diễn tập",
                missing_reason="Diễn tập",
                by=BUILDER,
                at=at,
            )
        case "declare", [day, is_working]:
            commands.declare_day(
                day=date.fromisoformat(day), is_working=is_working == "work", note="Diễn tập", by=BUILDER, at=at
            )
        case _:
            raise ValueError(f"unknown act {name}")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    say("ready")
    for line in sys.stdin:
        asked = json.loads(line)
        at = datetime.fromisoformat(asked["at"])
        for name, *rest in asked["acts"]:
            act(name, rest, at)
        told = commands.tick(by=CLOCK, at=at) if asked["strikes"] else 0
        say(str(told))


if __name__ == "__main__":
    main()
