"""What the rest of the house knows of this room's news: search, the calendar, what waits, a section of reports."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.communications import events
from phoihop.communications.models import Article, Card, Feedback, Photo
from phoihop.communications.policy import APPROVERS, HANDS
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import State
from phoihop.ground.powers import tokens_of
from phoihop.ground.sheet import DatedRow, FoundRow, Waiting
from phoihop.organizations.queries import search_names, unit_names

MOST = 200  # of each question


def article_row(event: events.ArticleBegun) -> Article:
    return Article.rows.get(code=event.code)


def card_row(event: events.CardBegun) -> Card:
    return Card.rows.get(code=event.code)


def feedback_row(event: events.FeedbackTakenIn) -> Feedback:
    return Feedback.rows.get(code=event.code)


def found_articles(codes: Collection[str]) -> list[FoundRow]:
    """The rows that search keeps of articles."""
    rows = list(Article.rows.filter(code__in=codes).exclude(state="DROPPED"))
    tokens, names = tokens_of("article.see", rows), unit_names({row.unit_id for row in rows})
    return [
        FoundRow(
            code=row.code,
            kind="article",
            title=row.title,
            url=reverse("communications:article", args=[row.code]),
            tokens=tokens[row.pk],
            text="\n".join(filter(None, (row.summary, row.text, row.byline))),
            numbers=tuple(filter(None, dict.fromkeys((row.dossier, row.source)))),
            unit_ids=(row.unit_id,),
            unit_names=(names[row.unit_id].name,),
            date=local_date(row.published_at or row.written_at).isoformat(),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def article_codes(after: str, limit: int) -> list[str]:
    return list(Article.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_articles(actor: Actor, codes: Collection[str]) -> set[str]:
    rows = Article.objects.visible_to(actor).filter(code__in=codes).exclude(state="DROPPED")
    return set(rows.values_list("code", flat=True))


def found_photos(codes: Collection[str]) -> list[FoundRow]:
    """The rows that search keeps of photos."""
    rows = list(Photo.rows.filter(code__in=codes).exclude(state="WITHDRAWN"))
    tokens, names = tokens_of("photo.see", rows), unit_names({row.unit_id for row in rows})
    return [
        FoundRow(
            code=row.code,
            kind="photo",
            title=row.alt,
            url=reverse("communications:photo", args=[row.code]),
            tokens=tokens[row.pk],
            text="\n".join(filter(None, (row.caption, row.credit))),
            unit_ids=(row.unit_id,),
            unit_names=(names[row.unit_id].name,),
            date=row.taken_date.isoformat() if row.taken_date else "",
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def photo_codes(after: str, limit: int) -> list[str]:
    return list(Photo.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_photos(actor: Actor, codes: Collection[str]) -> set[str]:
    rows = Photo.objects.visible_to(actor).filter(code__in=codes).exclude(state="WITHDRAWN")
    return set(rows.values_list("code", flat=True))


def found_cards(codes: Collection[str]) -> list[FoundRow]:
    """The rows that search keeps of good-practice cards."""
    rows = list(Card.rows.filter(code__in=codes).exclude(state="DROPPED"))
    tokens = tokens_of("card.see", rows)
    return [
        FoundRow(
            code=row.code,
            kind="card",
            title=row.title,
            url=reverse("communications:card", args=[row.code]),
            tokens=tokens[row.pk],
            text="\n".join(filter(None, (row.problem, row.practice, row.result, row.cost))),
            numbers=(row.source,) if row.source else (),
            unit_ids=(row.unit_id,),
            unit_names=search_names([row.unit_id]),
            date=local_date(row.published_at or row.written_at).isoformat(),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def card_codes(after: str, limit: int) -> list[str]:
    return list(Card.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_cards(actor: Actor, codes: Collection[str]) -> set[str]:
    rows = Card.objects.visible_to(actor).filter(code__in=codes).exclude(state="DROPPED")
    return set(rows.values_list("code", flat=True))


def going_out_between(actor: Actor, first: date, last: date, at: datetime, most: int) -> list[DatedRow]:
    """Articles that go out by themselves in these days, as far as the reader sees them. One query."""
    start = timezone.make_aware(datetime.combine(first, datetime.min.time()))
    end = timezone.make_aware(datetime.combine(last + timedelta(days=1), datetime.min.time()))
    rows = Article.objects.visible_to(actor).filter(state="SCHEDULED", goes_out_at__gte=start, goes_out_at__lt=end)
    return [_dated(row) for row in rows.defer("text", "summary").order_by("goes_out_at", "pk")[:most]]


def _dated(row: Article) -> DatedRow:
    moment = timezone.localtime(row.goes_out_at)
    return DatedRow(
        kind="article",
        code=row.code,
        title=_("Công bố tin: %(title)s") % {"title": row.title},
        url=reverse("communications:article", args=[row.code]),
        first=moment.date(),
        last=moment.date(),
        state=State.PLAN.value,
        stamp=row.approved_at or row.written_at,
        word=_("Giữ đến giờ này") if row.is_embargo else _("Hẹn công bố"),
        starts_at=moment,
        ends_at=moment + timedelta(minutes=15),
        doer_ids=(row.unit_id,),
        dossier=row.dossier,
        sequence=row.version,
        is_illustration=row.is_illustration,
    )


def waits(unit_ids: Collection[int], at: datetime) -> list[Waiting]:
    """Articles and cards to approve, readers to answer. Three queries."""
    asked = sorted(unit_ids)
    articles = Article.rows.filter(unit_id__in=asked, state="SENT").order_by("sent_at", "pk")
    cards = Card.rows.filter(unit_id__in=asked, state="SENT").order_by("sent_at", "pk")
    readers = Feedback.rows.filter(unit_id__in=asked, state="WAITING").order_by("received_at", "pk")
    found = []
    for door, rows in (("article", articles), ("card", cards)):
        for unit_id, code, title, since in rows.values_list("unit_id", "code", "title", "sent_at")[:MOST]:
            url = reverse(f"communications:{door}", args=[code])
            found.append(Waiting(unit_id, APPROVERS, "answer", code, title, url, None, since or at))
    for unit_id, code, title, since in readers.values_list("unit_id", "code", "title", "received_at")[:MOST]:
        url = reverse("communications:feedback-one", args=[code])
        said = _("Góp ý của người đọc: %(title)s") % {"title": title}
        found.append(Waiting(unit_id, HANDS, "answer", code, said, url, None, since))
    return found


def parties(codes: Collection[str]) -> set[int]:
    """The units whose articles and cards these are."""
    found: set[int] = set()
    for model, prefix in ((Article, "TT-"), (Card, "KN-")):
        wanted = [code for code in codes if code.startswith(prefix)]
        if wanted:
            found.update(model._base_manager.filter(code__in=wanted).values_list("unit_id", flat=True))
    return found
