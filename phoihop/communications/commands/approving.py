"""From the writer's desk to the approver's and back."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications import events, states
from phoihop.communications.commands.articles import named
from phoihop.communications.commands.basics import check_public, load, needed, next_state, post_of
from phoihop.communications.models import Article, Wording
from phoihop.communications.queries.speaking import wording_refusal
from phoihop.communications.rules import texts
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command, tell

WHY = gettext_lazy("Cần nêu cần sửa gì. Chưa có gì thay đổi; hãy viết một câu rồi gửi lại.")


@command("article.send")
def send_article(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.ArticleSent:
    """Asks for approval. Refused: nothing written; a new version without the reason readers are told; what the secrecy
    guard does not let out."""
    row = load(Article, code, "article.send", by)
    following = next_state(states.ARTICLE, row, "send")
    if not row.text:
        raise Refused(_("Tin %(code)s chưa có nội dung nên chưa trình. Hãy viết nội dung trước.") % {"code": code})
    if row.out_number and not row.note:
        raise Refused(_("Tin %(code)s đã công bố; cần ghi lý do sửa để người đọc biết. Chưa trình.") % {"code": code})
    check_article(row)
    change(row, version=version, state=following, sent_at=at, returned_reason="")
    return tell(events.ArticleSent(**named(row)))


@command("article.send")
def take_back_article(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.ArticleTakenBack:
    """The writers take it back to go on writing, also after approval while it has not gone out."""
    row = load(Article, code, "article.send", by)
    act = "reopen" if row.state == "APPROVED" else "take_back"
    change(row, version=version, state=next_state(states.ARTICLE, row, act), approved_number=0)
    return tell(events.ArticleTakenBack(**named(row)))


@command("article.return")
def return_article(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.ArticleReturned:
    """The approver wants something changed. Refused: no word about what."""
    row = load(Article, code, "article.return", by)
    said = needed(reason, texts.LONGEST_NOTE, WHY)
    change(row, version=version, state=next_state(states.ARTICLE, row, "return"), returned_reason=said)
    return tell(events.ArticleReturned(**named(row), reason=said))


@command("article.approve")
def approve_article(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.ArticleApproved:
    """This wording may go out. Refused: by one of its writers; what the secrecy guard does not let out; words about a
    case that presume guilt."""
    row = load(Article, code, "article.approve", by)
    following = next_state(states.ARTICLE, row, "approve")
    since = Wording.rows.filter(article=row, number__gt=row.out_number)
    if by.account_id is not None and since.filter(account_id=by.account_id).exists():
        raise Refused(
            _("Người viết không tự duyệt tin của mình; tin %(code)s vẫn chờ người duyệt khác.") % {"code": code}
        )
    check_article(row)
    check_wording(row)
    change(
        row,
        version=version,
        state=following,
        approved_number=row.number,
        approved_at=at,
        approved_post=post_of(by),
    )
    return tell(events.ArticleApproved(**named(row), number=row.number))


def check_wording(row: Article) -> None:
    """Refused: words about a case that presume guilt; the sentence says which and where."""
    said = wording_refusal(row.dossier, row.title, row.summary, row.text)
    if said:
        raise Refused(said)


def check_article(row: Article) -> tuple[str, ...]:
    """Kinds of personal data in its words. Refused: what may not go out."""
    return check_public(row.title, row.summary, row.text, row.byline)
