"""What search, reports and the sheet know of standing queries and of what they found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.figures import Period, Scope, SectionValue, Table, counted
from phoihop.ground.parts.words import day
from phoihop.ground.powers import tokens_of
from phoihop.ground.sheet import FoundRow
from phoihop.organizations.queries import search_names
from phoihop.plans import queries as plans
from phoihop.press.models import DigestEntry, Handoff, Item, Match, StandingQuery, StandingQueryUnit
from phoihop.press.states.matching import ABOUT

MOST_PUBLISHERS = 30


def found_standings(codes: Collection[str]) -> list[FoundRow]:
    """The rows that search keeps of standing queries. Four queries."""
    rows = list(StandingQuery.rows.filter(code__in=codes).select_related("topic"))
    tokens = tokens_of("standing.see", rows)
    return [
        FoundRow(
            code=row.code,
            kind="standing",
            title=row.title,
            url=reverse("press:standing", args=[row.code]),
            tokens=tokens[row.pk],
            text=row.expression,
            numbers=(row.topic.code,),
            unit_ids=(row.unit_id,),
            unit_names=search_names([row.unit_id]),
            date=local_date(row.begun_at).isoformat(),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def standing_codes(after: str, limit: int) -> list[str]:
    return list(StandingQuery.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_standings(actor: Actor, codes: Collection[str]) -> set[str]:
    return set(StandingQuery.objects.visible_to(actor).filter(code__in=codes).values_list("code", flat=True))


def standing_parties(codes: Collection[str]) -> set[int]:
    """Who keeps these queries and who sees them. One query however many."""
    wanted = [code for code in codes if code.startswith("TV-")]
    rows = StandingQueryUnit.rows.filter(query__code__in=wanted).values_list("unit_id", flat=True)
    return set(rows) if wanted else set()


def matching_section(actor: Actor, scope: Scope, period: Period, on: date) -> SectionValue | None:
    """Stories of the press about these topics: how many, about which, by how many publishers, how many handed on. A
    story counts by the day the desk first saw it. Five queries; None where nothing was ever looked for or found."""
    topics = plans.visible_topics(actor, scope.dossiers)
    here = timezone.get_default_timezone()
    last = min(period.last, on)
    about = Match.rows.filter(topic__code__in=topics, state__in=ABOUT, item__story__state="SHOWN")
    since = datetime.combine(period.first, time(), here)
    until = datetime.combine(last + timedelta(days=1), time(), here)
    rows = about.filter(item__story__first_at__gte=since, item__story__first_at__lt=until).order_by()
    found = set(rows.values_list("topic__code", "topic__title", "item__story__code"))
    if not found and not StandingQuery.rows.filter(topic__code__in=topics).exists():
        return None
    stories = {story for _topic, _title, story in found}
    publishers = Counter(
        publisher
        for publisher, _story in set(
            Item.rows.filter(story__code__in=stories, seen_at__lt=until)
            .order_by()
            .values_list("publisher", "story__code")
        )
    )
    handed = set(Handoff.objects.visible_to(actor).filter(story__in=stories).values_list("story", flat=True))
    issued = DigestEntry.rows.filter(story__in=stories, is_left_out=False, digest__issued_at__lt=until)
    quoted = set(issued.values_list("story", flat=True))
    return SectionValue(
        key="matching",
        title=str(_("Báo chí nói về các vấn đề")),
        figures=(
            counted(
                "matching.stories",
                _("Chuyện báo chí nói tới"),
                _(
                    "Số chuyện (nhiều bài cùng nội dung là một) về các vấn đề này, thấy lần đầu trong kỳ và không sau"
                    " ngày %(day)s; không kể chuyện đã được người đọc bỏ vì không đúng vấn đề."
                )
                % {"day": day(on)},
                sorted(stories),
            ),
            counted(
                "matching.handed",
                _("Chuyện đã chuyển cơ quan trả lời"),
                _("Trong số chuyện đó, số chuyện đã chuyển cho một cơ quan trả lời, như sổ ghi lúc lập báo cáo."),
                sorted(story for story in stories if story in handed),
            ),
            counted(
                "matching.quoted",
                _("Chuyện đã vào điểm báo"),
                _("Trong số chuyện đó, số chuyện có trong một điểm báo đã phát hành đến hết ngày ấy."),
                quoted,
            ),
        ),
        tables=tuple(filter(None, (_by_topic(found), _by_publisher(publishers)))),
    )


def _by_topic(found: set[tuple[str, str, str]]) -> Table | None:
    own: dict[tuple[str, str], list[str]] = {}
    for topic, title, story in sorted(found):
        own.setdefault((topic, title), []).append(story)
    if not own:
        return None
    return Table(
        title=_("Chuyện báo chí theo vấn đề"),
        columns=(_("Vấn đề"), _("Số chuyện")),
        rows=tuple((title, str(len(stories))) for (_topic, title), stories in own.items()),
        links=tuple(reverse("plans:topic", args=[topic]) for topic, _title in own),
        keys=("", "matching.stories"),
        own=tuple(tuple(stories) for stories in own.values()),
    )


def _by_publisher(publishers: Counter[str]) -> Table | None:
    if not publishers:
        return None
    shown = sorted(publishers.items(), key=lambda one: (-one[1], one[0]))[:MOST_PUBLISHERS]
    title = _("Nơi đăng và số chuyện")
    if len(publishers) > len(shown):
        title = _("%(shown)s nơi đăng nhiều nhất trong %(all)s nơi đăng, và số chuyện") % {
            "shown": len(shown),
            "all": len(publishers),
        }
    return Table(
        title=title,
        columns=(_("Nơi đăng"), _("Số chuyện")),
        rows=tuple((publisher, str(number)) for publisher, number in shown),
    )
