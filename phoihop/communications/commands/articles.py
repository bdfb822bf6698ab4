"""Writing articles: begun from the record or from nothing, saved as wordings, put away, revised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications import events, states
from phoihop.communications.commands.basics import (
    line_of,
    load,
    needed,
    next_state,
    post_of,
    territory_of,
    words_of,
)
from phoihop.communications.models import Article, Wording
from phoihop.communications.queries.sources import start_of
from phoihop.communications.rules import texts
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, nothing_changed, tell
from phoihop.ground.powers import ask
from phoihop.ground.text import fold
from phoihop.organizations.commands import take_numbers
from phoihop.publications import queries as publications

NO_TITLE = gettext_lazy("Tin cần có tiêu đề. Chưa ghi gì; hãy viết tiêu đề rồi lưu lại.")


@command("article.begin")
def begin_article(
    *,
    unit_id: int,
    title: str = "",
    summary: str = "",
    text: str = "",
    byline: str = "",
    category: str = "",
    picture: str = "",
    related: Sequence[str] = (),
    source: str = "",
    is_illustration: bool = False,
    by: Actor,
    at: datetime,
) -> events.ArticleBegun:
    """A draft. With `source`, what is not given is taken from the record: title, days, units, links.

    Refused: no title, neither given nor from the record. Not visible: a source that the writer may not see.
    """
    ask(by, "article.begin", unit_id=unit_id)
    known = start_of(by, source) if source else texts.Start("", "", "", "", ())
    values = worded(
        title=title or known.title,
        summary=summary or known.summary,
        text=text or known.text,
        byline=byline,
        category=category,
        picture=picture,
        related=[*related, *known.related],
    )
    territory = territory_of(unit_id)
    year = local_date(at).year
    row = Article.rows.create(
        code=texts.code_of("TT", territory, year, take_numbers(f"TT-{territory}-{year}")[0]),
        territory=territory,
        unit_id=unit_id,
        title_fold=fold(values["title"]),
        source=source,
        dossier=known.dossier,
        begun_at=at,
        written_at=at,
        is_illustration=is_illustration,
        **values,
    )
    keep_wording(row, by, at)
    return tell(events.ArticleBegun(**named(row), source=source))


@command("article.write")
def write_article(
    *,
    code: str,
    title: str,
    summary: str = "",
    text: str = "",
    byline: str = "",
    category: str = "",
    picture: str = "",
    related: Sequence[str] = (),
    note: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.ArticleWritten | None:
    """Saves the text as a further wording; the same text again changes nothing.

    Refused: while it waits for approval or is approved; somebody else saved meanwhile (nothing of either is lost).
    """
    row = load(Article, code, "article.write", by)
    if row.state not in states.WRITABLE:
        raise Refused(
            _("Tin %(code)s không còn ở bản thảo nên chưa lưu. Hãy lấy tin về bản thảo rồi sửa.") % {"code": code}
        )
    if version is not None and version != row.version:
        raise SomebodyWasFaster(code, row.version)
    values = worded(
        title=title,
        summary=summary,
        text=text,
        byline=byline,
        category=category,
        picture=picture,
        related=related,
    )
    why = words_of(note, texts.LONGEST_NOTE)
    if all(getattr(row, name) == value for name, value in values.items()):
        if why == row.note:
            nothing_changed()
            return None
        change(row, version=version, note=why)
        return tell(events.ArticleWritten(**named(row), number=row.number))
    change(
        row,
        version=version,
        **values,
        title_fold=fold(values["title"]),
        note=why,
        number=row.number + 1,
        written_at=at,
    )
    keep_wording(row, by, at)
    return tell(events.ArticleWritten(**named(row), number=row.number))


@command("article.write")
def revise_article(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.ArticleRevised:
    """Opens what is out, or was withdrawn, for a new version; the public goes on reading what is out."""
    row = load(Article, code, "article.write", by)
    change(
        row,
        version=version,
        state=next_state(states.ARTICLE, row, "revise"),
        note="",
        returned_reason="",
        goes_out_at=None,
        is_embargo=False,
    )
    return tell(events.ArticleRevised(**named(row)))


@command("article.write")
def drop_article(*, code: str, version: int | None = None, by: Actor, at: datetime) -> Any:
    """Puts a draft away. Of an article that is out only the new version is given up: what is out stands again."""
    row = load(Article, code, "article.write", by)
    if not row.out_number or row.withdrawn_at is not None:
        change(row, version=version, state=next_state(states.ARTICLE, row, "drop"))
        return tell(events.ArticleDropped(**named(row)))
    out = Wording.rows.get(article=row, number=row.out_number)
    change(
        row,
        version=version,
        state=next_state(states.ARTICLE, row, "restore"),
        **{name: getattr(out, name) for name in texts.FIELDS},
        title_fold=fold(out.title),
        note="",
        number=row.out_number,
    )
    return tell(events.ArticleRestored(**named(row)))


def worded(
    *, title: str, summary: str, text: str, byline: str, category: str, picture: str, related: Sequence[str]
) -> dict[str, Any]:
    """The fields of one wording, cleaned. Refused: no title, too long, an unknown heading."""
    if category and category not in {one.key for one in publications.categories()}:
        raise Refused(_("Chuyên mục này không còn trên cổng thông tin. Chưa ghi gì; hãy chọn chuyên mục khác."))
    codes = tuple(dict.fromkeys(code.strip() for code in related if code.strip()))
    return {
        "title": needed(line_of(title, texts.LONGEST_TITLE), texts.LONGEST_TITLE, NO_TITLE),
        "summary": words_of(summary, texts.LONGEST_SUMMARY),
        "text": words_of(text, texts.LONGEST_TEXT),
        "byline": line_of(byline, 300),
        "category": category,
        "picture": line_of(picture, 80),
        "related": list(codes[: texts.MOST_RELATED]),
    }


def keep_wording(row: Article, by: Actor, at: datetime) -> None:
    last = Wording.rows.filter(article=row).order_by("-number").values_list("number", flat=True).first() or 0
    if row.number <= last:  # after a given-up version: its wordings are kept, numbers go on
        Article.rows.filter(pk=row.pk).update(number=last + 1)
        row.number = last + 1
    Wording.rows.create(
        article=row,
        number=row.number,
        **{name: getattr(row, name) for name in texts.FIELDS},
        account_id=by.account_id,
        post=post_of(by),
        at=at,
    )


def named(row: Article) -> dict[str, Any]:
    return {"code": row.code, "dossier": row.dossier, "title": row.title, "unit_id": row.unit_id}
