"""What the press wrote: 606 articles a body, so 60,000 at scale 1, taken in by the room's own way, without a network.

Headlines and texts are so short that the room makes no signature of them: bodies of one variant are told the same, and
would otherwise be copies of each other. Copies are known by the address that their page calls its own.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from phoihop.press import commands
from phoihop.site.country.making.scene import Scene
from phoihop.site.country.making.words import DOINGS, PRINTED

A_BODY = 606
DAYS = 88  # what matched nothing is kept for ninety
COPIED = 0.15  # of articles are the text of another outlet
BATCH = timedelta(days=2)  # a reading brings what was written since the one before
OUTLETS = ("Báo", "Đài", "Bản tin", "Trang tin", "Tạp chí")


@dataclass(frozen=True, slots=True)
class _Source:
    code: str
    publisher: str
    host: str


def fill(scene: Scene) -> int:
    """Sources and standing queries first: what comes in is looked through as it comes."""
    chance = scene.chance("press")
    sources = [_source(scene, number) for number in range(len(OUTLETS))]
    _standing(scene)
    moments = scene.moments(scene.many(A_BODY), DAYS, chance)
    taken, texts = 0, _Texts(scene, chance)
    for day in sorted({_reading(scene, at) for at in moments}):
        written = [at for at in moments if _reading(scene, at) == day]
        for source, articles in texts.of(written, sources).items():
            prepare = commands.preparer(day)
            prepared = tuple(prepare(one) for one in articles)
            told = commands.take_file(
                code=source.code, articles=prepared, entries=len(prepared), by=scene.by, at=min(day, scene.now)
            )
            taken += told.items
    return taken


def _reading(scene: Scene, at: datetime) -> datetime:
    """The evening in which an article of this moment is read."""
    return scene.days_ago((scene.now.date() - at.date()).days // BATCH.days * BATCH.days, 19)


def _source(scene: Scene, number: int) -> _Source:
    publisher = f"{OUTLETS[number]} {scene.body.name} (minh họa)"
    host = f"{scene.body.territory.replace('.', '-')}-{number}.example"
    added = commands.add_source(
        unit_id=scene.lead_id,
        kind="FEED",
        publisher=publisher,
        url=f"https://{host}/tin.xml",
        is_illustration=True,
        by=scene.by,
        at=scene.days_ago(DAYS + 2),
    )
    # Nobody answers at this address: what it tells comes from here.
    commands.pause_source(
        code=added.code, reason="Nguồn minh họa, không có trên mạng.", by=scene.by, at=scene.days_ago(DAYS + 2)
    )
    return _Source(added.code, publisher, host)


def _standing(scene: Scene) -> None:
    """One topic of every plan is looked for, by a matter that the news are about. The place is named by its code:
    there are many places of one name."""
    for number, plan in enumerate(scene.plans):
        matter = PRINTED[number % len(PRINTED)]
        commands.begin_standing_query(
            unit_id=scene.lead_id,
            topic=plan.topics[0].code,
            title=f"{matter.capitalize()} tại {scene.body.name}"[:120],
            expression=f'"{matter}" "mã {scene.body.code}"',
            is_illustration=True,
            by=scene.by,
            at=scene.days_ago(DAYS + 1),
        )


class _Texts:
    """Articles, some of which another outlet prints again a little later."""

    def __init__(self, scene: Scene, chance: random.Random) -> None:
        self._scene, self._chance, self._count = scene, chance, 0

    def of(self, moments: list[datetime], sources: list[_Source]) -> dict[_Source, list[commands.Article]]:
        found: dict[_Source, list[commands.Article]] = {}
        before: list[commands.Article] = []
        for at in moments:
            source = self._chance.choice(sources)
            again = before and self._chance.random() < COPIED
            article = self._copied(self._chance.choice(before), source, at) if again else self._new(source, at)
            before.append(article)
            found.setdefault(source, []).append(article)
        return found

    def _new(self, source: _Source, at: datetime) -> commands.Article:
        doing, matter = self._chance.choice(DOINGS), self._chance.choice(PRINTED)
        text = f"Mã {self._scene.body.code}: {self._chance.randrange(2, 900)} việc trong tuần."
        return self._article(source, f"{doing} {matter}", text, at)

    def _copied(self, one: commands.Article, source: _Source, at: datetime) -> commands.Article:
        """Its page names the article that it took the text from."""
        return self._article(source, one.title, one.text, at, own_url=one.url)

    def _article(self, source: _Source, title: str, text: str, at: datetime, *, own_url: str = "") -> commands.Article:
        self._count += 1
        return commands.Article(
            publisher=source.publisher,
            url=f"https://{source.host}/{self._count}",
            title=title,
            text=text,
            published_at=at,
            own_url=own_url,
        )
