"""The morning's press: the articles of a day digested for every office, as rows and on paper.

    PHOIHOP_DATA=NEW_DIR .venv/bin/python -m benchmarks.press_digest [--articles N] [--offices N] [--seed N]

NEW_DIR is an empty folder. It is filled, untimed, with offices that take part in topics and a day of articles in
stories, each matched to one or two topics; titles are those of `../shared/data` where it lies beside the project, else
made of words. Timed: the clock's stroke that compiles and issues all digests (rows, shares), and the DOCX and PDF of
each. 5,589 articles are a day of 60,000 a year in each of 34 provinces. One JSON line a figure.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

AT = datetime(2021, 8, 2, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))  # a Monday
MORNING = datetime(2021, 8, 3, 7, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
A_DAY = round(60_000 / 365 * 34)
BUDGET_SECONDS = 30
OUTLETS = 60
TOPICS_EACH = 3
WORDS = [
    "tỉnh",
    "họp",
    "bàn",
    "phòng",
    "chống",
    "dịch",
    "bệnh",
    "khai",
    "thác",
    "thủy",
    "sản",
    "trái",
    "phép",
    "nông",
    "dân",
    "vụ",
    "mùa",
    "trường",
    "học",
    "an",
    "toàn",
    "giao",
    "thông",
    "đường",
    "ven",
    "biển",
    "khu",
    "dân",
    "cư",
    "cấp",
    "nước",
    "sạch",
    "hạn",
    "mặn",
    "xâm",
    "nhập",
    "kiểm",
    "tra",
    "chợ",
    "đêm",
    "du",
    "lịch",
    "đảo",
    "Phú",
    "Quốc",
    "Rạch",
    "Giá",
    "Hà",
    "Tiên",
]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=A_DAY)
    parser.add_argument("--offices", type=int, default=34)
    parser.add_argument("--seed", type=int, default=2021)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    dice = random.Random(options.seed)
    units, topics = settle(options.offices)
    stories = read(options.articles, topics, dice)
    say({"figure": "the day", "offices": len(units), "topics": len(topics), "stories": stories})
    compiled, made = timed("rows, issued", options.articles, strike)
    printed, sizes = timed("DOCX and PDF", made, paper)
    again, more = timed("strike again", 0, strike)
    say({"figure": "in all", "seconds": round(compiled + printed, 1), "budget_seconds": BUDGET_SECONDS, **sizes})
    say({"figure": "quoted", **counts()})
    ok = made == len(units) and not more and compiled + printed <= BUDGET_SECONDS and again < 1
    return 0 if ok else 1


def say(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


def timed(figure: str, count: int, work: Callable[[], Any]) -> tuple[float, Any]:
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    spent = time.perf_counter() - wall
    say(
        {
            "figure": figure,
            "count": count,
            "seconds": round(spent, 2),
            "cpu_seconds": round(time.process_time() - cpu, 2),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
    )
    return spent, result


def settle(offices: int) -> tuple[list[int], list[int]]:
    """One lead and its partners, each with topics; every office makes a digest at seven that goes out by itself, the
    lead's to all others."""
    from datetime import time as hour

    from phoihop.plans.models import Topic
    from phoihop.press import commands
    from tests.world import plans
    from tests.world.build import LOADER, build

    world = build()
    partners = [f"co-quan-{n}" for n in range(offices - 1)]
    for key in partners:
        world.add_unit(key, f"Cơ quan {key}")
    year = plans.call_round(world, *partners)
    for plan in _plans_of(year.round):
        for n in range(TOPICS_EACH):
            _propose(plan, f"Vấn đề {n} của {plan}", world)
    units = [world.unit("btg-tinh-uy"), *(world.unit(key) for key in partners)]
    for unit_id in units:
        readers = [pk for pk in units if pk != unit_id] if unit_id == units[0] else []
        commands.set_digest(
            unit_id=unit_id, is_on=True, hour=hour(7), issues_itself=True, reader_ids=readers, by=LOADER, at=AT
        )
    return units, list(Topic.rows.order_by("pk").values_list("pk", flat=True))


def _plans_of(code: str) -> list[str]:
    from phoihop.plans.models import Plan

    return list(Plan.rows.filter(round__code=code).order_by("pk").values_list("code", flat=True))


def _propose(plan: str, title: str, world: Any) -> None:
    from phoihop.plans import commands
    from tests.world.build import LOADER

    commands.propose_topic(code=plan, kind="issue", title=title, by=LOADER, at=world.at)


def read(articles: int, topics: Sequence[int], dice: random.Random) -> int:
    """The rows that a day of reading leaves, written at once; a story has one to five articles."""
    from phoihop.plans.models import Topic
    from phoihop.press.models import Item, Match, StandingQuery, StandingQueryUnit, Story

    about = {row.pk: row for row in Topic.rows.filter(pk__in=topics)}
    standing = {}
    for number, row in enumerate(about.values()):
        query = StandingQuery.rows.create(
            code=f"TV-kg-2021-{number:05d}",
            territory="kg",
            unit_id=row.lead_id,
            topic=row,
            title=row.title[:120],
            expression="dịch",
            begun_at=AT,
            changed_at=AT,
        )
        standing[row.pk] = query.pk
        StandingQueryUnit.rows.bulk_create(
            StandingQueryUnit(query=query, unit_id=pk) for pk in dict.fromkeys((row.lead_id, row.partner_id))
        )
    heads = headlines(dice)
    sizes: list[int] = []
    while sum(sizes) < articles:
        sizes.append(min(dice.choice((1, 1, 1, 2, 2, 3, 5)), articles - sum(sizes)))
    unit_id = next(iter(about.values())).lead_id
    stories, items, matches = [], [], []
    for number, size in enumerate(sizes):
        title, extract = dice.choice(heads)
        seen = AT + timedelta(seconds=dice.randrange(22 * 3600))
        story = Story(
            code=f"BA-kg-2021-{number:06d}",
            territory="kg",
            unit_id=unit_id,
            title=title,
            fold=title[:700],
            url=f"https://bao-0.example/{number}",
            publisher="Báo 0",
            first_at=seen,
            last_at=seen,
            item_count=size,
            publisher_count=size,
        )
        stories.append(story)
        for outlet in dice.sample(range(OUTLETS), size):
            url = f"https://bao-{outlet}.example/{number}"
            items.append(
                Item(
                    story=story,
                    publisher=f"Báo {outlet}",
                    url=url,
                    url_key=hashlib.sha256(url.encode()).hexdigest(),
                    title=title,
                    extract=extract,
                    published_at=seen,
                    seen_at=seen,
                    signature=b"",
                )
            )
    Story.rows.bulk_create(stories, batch_size=500)
    Item.rows.bulk_create(items, batch_size=500)
    chosen: dict[int, list[int]] = {}
    for item in items:
        found = chosen.setdefault(item.story.pk, dice.sample(list(topics), dice.choice((1, 1, 2))))
        matches += [
            Match(item=item, topic_id=pk, query_id=standing[pk], place="kg", matched_at=item.seen_at) for pk in found
        ]
    Match.rows.bulk_create(matches, batch_size=500)
    return len(stories)


def headlines(dice: random.Random) -> list[tuple[str, str]]:
    """Titles and extracts of real articles where they lie beside the project, else of words."""
    from phoihop.press.rules.digests import short

    found = []
    for name in ("news_clusters", "news_vfnd"):
        path = Path(__file__).parents[2] / "shared" / "data" / name / "articles.jsonl"
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                title, text = str(row.get("title") or ""), str(row.get("text") or row.get("content") or "")
                if title and text:
                    found.append((title[:300], short(text)))
    if not found:
        found = [(" ".join(dice.choices(WORDS, k=12)), " ".join(dice.choices(WORDS, k=55))) for _ in range(500)]
    return found


def strike() -> int:
    """The clock's morning; strikes until nothing is left."""
    from phoihop.ground.actor import Actor
    from phoihop.press.commands import tick_digests

    by, done = Actor.system("deadline-clock"), 0
    while made := tick_digests(by=by, at=MORNING):
        done += made
    return done


def paper() -> dict[str, int]:
    """Every digest of the day on its office's paper."""
    from phoihop.ground.actor import Actor
    from phoihop.press.models import PressDigest
    from phoihop.press.queries.digest_letters import letter_of
    from phoihop.reporting.commands import compose_letter

    by = Actor.system("deadline-clock")
    docx = pdf = 0
    for row in PressDigest.rows.order_by("pk"):
        made = compose_letter(letter=letter_of(row), by=by, at=MORNING)
        docx, pdf = docx + len(made.docx), pdf + len(made.pdf)
    return {"docx_kb": docx // 1024, "pdf_kb": pdf // 1024}


def counts() -> dict[str, int]:
    from django.db.models import Sum

    from phoihop.press.models import DigestEntry, DigestShare, PressDigest

    return {
        "digests": PressDigest.rows.count(),
        "entries": DigestEntry.rows.count(),
        "without_room": PressDigest.rows.aggregate(n=Sum("more_count"))["n"] or 0,
        "sent_to": DigestShare.rows.count(),
    }


if __name__ == "__main__":
    sys.exit(main())
