"""Reading articles: the desk's list, one article with its wordings, what belongs to a dossier, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from phoihop.communications import states
from phoihop.communications.models import Article, Feedback, Photo, Wording
from phoihop.communications.queries.library import sizes_of
from phoihop.communications.queries.sources import title_of
from phoihop.documents.commands import judge_text
from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotVisible, may, why
from phoihop.ground.prepared import prepared
from phoihop.ground.text import fold
from phoihop.organizations.queries import unit_names
from phoihop.publications import queries as publications

PAGE = 50
VIEWS = {
    "working": states.WORKED_ON,
    "out": ("PUBLISHED",),
    "back": ("WITHDRAWN", "DROPPED"),
}


@dataclass(frozen=True, slots=True)
class ArticleLine:
    code: str
    title: str
    unit: str
    state: str
    category: str
    at: datetime  # the last thing that happened to it, as lists show it
    goes_out_at: datetime | None
    is_embargo: bool
    is_out: bool
    is_illustration: bool
    is_mine: bool  # waits for the reader's unit


@dataclass(frozen=True, slots=True)
class ArticleList:
    lines: tuple[ArticleLine, ...]
    next: int | None
    may_begin: bool
    waiting_feedback: int


@dataclass(frozen=True, slots=True)
class WordingLine:
    number: int
    at: datetime
    post: str
    out_version: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class WordingValue:
    number: int
    at: datetime
    title: str
    summary: str
    text: str
    byline: str
    category: str
    picture: str
    out_version: int


@dataclass(frozen=True, slots=True)
class ArticleRights:
    """What this reader may do on the article as it stands now."""

    write: bool
    send: bool
    take_back: bool
    give_back: bool
    approve: bool
    publish: bool
    schedule: bool
    unschedule: bool
    revise: bool
    drop: bool
    withdraw: bool


@dataclass(frozen=True, slots=True)
class ArticleValue:
    line: ArticleLine
    unit_id: int
    summary: str
    text: str
    body: str  # safe HTML, as the portal shows it
    byline: str
    category_name: str
    picture: PhotoBrief | None
    picture_code: str
    related: tuple[str, ...]
    source: tuple[str, str, str]  # code, title, address; the last two empty where the reader may not see it
    dossier: str
    note: str
    returned_reason: str
    withdrawn_note: str
    number: int
    out_version: int
    published_at: datetime | None
    approved_post: str
    personal: tuple[str, ...]  # kinds of personal data in the words
    wordings: tuple[WordingLine, ...]
    feedback: int
    rights: ArticleRights
    version: int
    why: str


@dataclass(frozen=True, slots=True)
class PhotoBrief:
    code: str
    alt: str
    caption: str
    credit: str
    width: int
    height: int


def articles(actor: Actor, *, view: str = "working", words: str = "", after: int | None = None) -> ArticleList:
    """Articles of the reader's unit (of his territory for auditors), the newest first. Constant queries."""
    rows = Article.objects.visible_to(actor)
    if view in VIEWS:
        rows = rows.filter(state__in=VIEWS[view])
    if words.strip():
        rows = rows.filter(title_fold__contains=fold(words).strip())
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.defer("text", "summary").order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    return ArticleList(
        lines=_lines(actor, shown),
        next=shown[-1].pk if len(found) > PAGE else None,
        may_begin=may(actor, "article.begin", unit_id=actor.unit_id),
        waiting_feedback=waiting_feedback(actor),
    )


def waiting_feedback(actor: Actor) -> int:
    return Feedback.objects.visible_to(actor).filter(state="WAITING").count()


def article_value(actor: Actor, code: str) -> ArticleValue:
    """One article. Not visible to outsiders."""
    row = _seen(actor, code)
    (line,) = _lines(actor, [row])
    title, url = title_of(actor, row.source) if row.source else ("", "")
    names = {one.key: one.name for one in publications.categories()}
    return ArticleValue(
        line=line,
        unit_id=row.unit_id,
        summary=row.summary,
        text=row.text,
        body=publications.as_html(row.text),
        byline=row.byline,
        category_name=names.get(row.category, row.category),
        picture=photo_brief(row.picture, row.unit_id),
        picture_code=row.picture,
        related=tuple(row.related),
        source=(row.source, title, url),
        dossier=row.dossier,
        note=row.note,
        returned_reason=row.returned_reason,
        withdrawn_note=row.withdrawn_note if row.withdrawn_at else "",
        number=row.number,
        out_version=row.out_version,
        published_at=row.published_at,
        approved_post=row.approved_post,
        personal=judge_text(f"{row.title}\n\n{row.summary}\n\n{row.text}").personal(),
        wordings=_wordings(row),
        feedback=Feedback.rows.filter(about=row.code).count(),
        rights=_rights(actor, row),
        version=row.version,
        why=why(actor, row),
    )


def wording(actor: Actor, code: str, number: int) -> WordingValue:
    """What the article said in one of its wordings. Not visible: to outsiders, and one that never was."""
    found = Wording.rows.filter(article=_seen(actor, code), number=number).first()
    if found is None:
        raise NotVisible
    return WordingValue(
        number=found.number,
        at=found.at,
        title=found.title,
        summary=found.summary,
        text=found.text,
        byline=found.byline,
        category=found.category,
        picture=found.picture,
        out_version=found.out_version,
    )


def articles_about(actor: Actor, code: str) -> tuple[ArticleLine, ...]:
    """Articles that belong to this topic or plan, or were written from this thing, as far as the reader sees them; and
    those of other units that are out."""
    found = {row.pk: row for row in (*_own_about(actor, code), *_out_about(actor, code))}
    return _lines(actor, sorted(found.values(), key=lambda row: -row.pk)[:10])


@prepared
def _own_about(actor: Actor, code: str) -> QuerySet[Article]:
    about = Q(dossier=code) | Q(source=code)
    return Article.objects.visible_to(actor).filter(about).exclude(state="DROPPED").order_by("-pk")[:10]


@prepared
def _out_about(actor: Actor, code: str) -> QuerySet[Article]:
    return Article.rows.filter(Q(dossier=code) | Q(source=code), state="PUBLISHED").order_by("-pk")[:10]


def photo_brief(code: str, unit_id: int) -> PhotoBrief | None:
    """A photo an article of this unit may show, in its largest width."""
    row = Photo.rows.filter(code=code).exclude(state="WITHDRAWN").first() if code else None
    if row is None or (row.unit_id != unit_id and row.state != "PUBLISHED"):
        return None
    width, height = (sizes_of([row.pk])[row.pk] or [(0, 0)])[-1]
    return PhotoBrief(row.code, row.alt, row.caption, row.credit, width, height)


def _seen(actor: Actor, code: str) -> Article:
    row = Article.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    return row


def _lines(actor: Actor, rows: list[Article] | QuerySet[Article]) -> tuple[ArticleLine, ...]:
    found = list(rows)
    names = unit_names({row.unit_id for row in found})
    return tuple(
        ArticleLine(
            code=row.code,
            title=row.title,
            unit=names[row.unit_id].name,
            state=row.state,
            category=row.category,
            at=row.published_at if row.state == "PUBLISHED" and row.published_at else row.written_at,
            goes_out_at=row.goes_out_at,
            is_embargo=row.is_embargo,
            is_out=bool(row.out_number) and row.withdrawn_at is None,
            is_illustration=row.is_illustration,
            is_mine=row.state == "SENT" and row.unit_id == actor.unit_id and may(actor, "article.approve"),
        )
        for row in found
    )


def _wordings(row: Article) -> tuple[WordingLine, ...]:
    rows = Wording.rows.filter(article=row).order_by("-number")[:PAGE]
    return tuple(
        WordingLine(number, at, post, out, number == row.number)
        for number, at, post, out in rows.values_list("number", "at", "post", "out_version")
    )


def _rights(actor: Actor, row: Article) -> ArticleRights:
    def can(power: str, *acts: str) -> bool:
        return any(states.after(states.ARTICLE, row.state, act) for act in acts) and may(actor, power, row)

    since = Wording.rows.filter(article=row, number__gt=row.out_number, account_id=actor.account_id)
    is_writer = row.state == "SENT" and actor.account_id is not None and since.exists()
    is_out = bool(row.out_number) and row.withdrawn_at is None
    return ArticleRights(
        write=row.state in states.WRITABLE and may(actor, "article.write", row),
        send=can("article.send", "send"),
        take_back=can("article.send", "take_back", "reopen"),
        give_back=can("article.return", "return"),
        approve=can("article.approve", "approve") and not is_writer,
        publish=row.state != "SENT" and not (row.is_embargo and row.goes_out_at) and can("article.publish", "publish"),
        schedule=can("article.publish", "schedule"),
        unschedule=can("article.approve" if row.is_embargo else "article.publish", "unschedule"),
        revise=can("article.write", "revise"),
        drop=can("article.write", "drop"),
        withdraw=is_out and can("article.withdraw", "withdraw"),
    )


def fields_of(value: ArticleValue) -> dict[str, object]:
    """The text as a form takes it."""
    return {
        "title": value.line.title,
        "summary": value.summary,
        "text": value.text,
        "byline": value.byline,
        "category": value.line.category,
        "picture": value.picture_code,
        "related": ", ".join(value.related),
        "note": value.note,
        "version": value.version,
    }
