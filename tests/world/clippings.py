"""What the press desk has read, laid bare as rows: stories, their items, and the topics they were matched to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from phoihop.organizations.commands import take_numbers
from phoihop.plans.models import Topic
from phoihop.press import commands as press
from phoihop.press.models import Item, Match, StandingQuery, StandingQueryUnit, Story
from tests.world.build import World

TITLE = "Kiên Giang khoanh vùng ổ dịch mới ở Vĩnh Thanh"
EXTRACT = "Ngành y tế lấy mẫu xét nghiệm toàn bộ khu dân cư trong đêm, các chốt kiểm soát hoạt động từ 6 giờ."


def story(
    world: World,
    *topics: str,
    title: str = TITLE,
    publishers: Sequence[str] = ("Báo Kiên Giang",),
    extract: str = EXTRACT,
    at: datetime | None = None,
) -> str:
    """A story that these outlets brought one after the other, matched to these topics as it came in."""
    seen = at or world.at
    number = take_numbers("BA-kg-2021")[0]
    code = f"BA-kg-2021-{number:06d}"
    row = Story.rows.create(
        code=code,
        territory="kg",
        unit_id=world.unit("btg-tinh-uy"),
        title=title,
        fold=title.lower(),
        url=f"https://bao.example/{number}/0",
        publisher=publishers[0],
        first_at=seen,
        last_at=seen,
        item_count=len(publishers),
        publisher_count=len(publishers),
    )
    for place, publisher in enumerate(publishers):
        url = f"https://bao.example/{number}/{place}"
        item = Item.rows.create(
            story=row,
            publisher=publisher,
            url=url,
            url_key=hashlib.sha256(url.encode()).hexdigest(),
            title=title,
            extract=extract,
            published_at=seen,
            seen_at=seen,
            signature=b"",
        )
        for topic in topics:
            match(item, standing(world, topic), at=seen)
    return code


def standing(world: World, topic: str) -> StandingQuery:
    """The standing query of a topic, kept by its lead, seen by its parties."""
    found = StandingQuery.rows.filter(topic__code=topic).first()
    if found is not None:
        return found
    about = Topic.rows.get(code=topic)
    row = StandingQuery.rows.create(
        code=f"TV-kg-2021-{take_numbers('TV-kg-2021')[0]:04d}",
        territory="kg",
        unit_id=about.lead_id,
        topic=about,
        title=about.title[:120],
        expression="dịch",
        begun_at=world.at,
        changed_at=world.at,
    )
    for unit_id in dict.fromkeys((about.lead_id, about.partner_id)):
        StandingQueryUnit.rows.create(query=row, unit_id=unit_id)
    return row


def match(item: Item, query: StandingQuery, *, at: datetime, state: str = "FOUND") -> Match:
    return Match.rows.create(item=item, topic_id=query.topic_id, query=query, place="kg", state=state, matched_at=at)


def doors(world: World, topic: str) -> dict[str, dict[str, object]]:
    """A story, handed to Chi's office by An, and the draft of the lead's digest that quotes it."""
    an, soon = world.person("an").actor, world.at - timedelta(minutes=30)
    lead = world.unit("btg-tinh-uy")
    press.begin_standing_query(
        unit_id=lead, topic=topic, title="Khoanh vùng", expression='"khoanh vùng"', by=an, at=soon
    )
    for publisher in ("Báo Kiên Giang", "Báo Cửa Biển"):
        told = press.clip(
            unit_id=lead,
            publisher=publisher,
            title=TITLE,
            url=f"https://{len(publisher)}.example/khoanh-vung",
            extract=EXTRACT,
            by=an,
            at=soon,
        ).story
    handed = press.give_handoff(
        unit_id=lead,
        story=told,
        agency_id=world.unit("so-yte"),
        question="Đã khoanh vùng đến đâu?",
        due_date=date(2021, 8, 5),
        dossier=topic,
        by=an,
        at=world.at,
    ).code
    digest = press.make_digest(unit_id=lead, by=an, at=world.at).code
    return {
        "press:give-handoff": {"story": told},
        **{f"press:{name}handoff": {"code": handed} for name in ("", "answer-", "refuse-", "withdraw-")},
        **{
            f"press:{name}digest": {"code": digest} for name in ("", "approve-", "return-", "issue-", "drop-", "leave-")
        },
        "press:download-digest": {"code": digest, "kind": "docx"},
        "press:edit-entry": {"code": digest, "story": told},
        "press:note-story": {"code": digest, "story": told},
    }
