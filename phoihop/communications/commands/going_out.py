"""Out to the public: now, at an hour, under an embargo; and back."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications import events, states
from phoihop.communications.commands.approving import check_article, check_wording
from phoihop.communications.commands.articles import named
from phoihop.communications.commands.basics import load, needed, next_state, unit_name_of
from phoihop.communications.commands.photos import files_of, put_out, usable_photo
from phoihop.communications.models import Article, Photo, Wording
from phoihop.communications.queries.speaking import refusal_to_speak
from phoihop.communications.rules import texts
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import ask
from phoihop.publications import commands as publications
from phoihop.publications.queries import path_of

NO_NOTE = gettext_lazy("Cần ghi lý do rút để người đọc biết. Chưa có gì thay đổi; hãy viết một câu rồi gửi lại.")
MOST_AT_ONCE = 200  # by the clock in one stroke; the rest a stroke later


@command("article.publish")
def publish_article(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.ArticlePublished:
    """Out, now. Refused: not approved, or another wording was; under an embargo before its hour; what the secrecy guard
    does not let out; about a case before the body that owns it has spoken."""
    row = load(Article, code, "article.publish", by)
    following = next_state(states.ARTICLE, row, "publish")
    goes_out_at = row.goes_out_at if row.state == "SCHEDULED" else None
    if goes_out_at is not None and row.is_embargo and at < goes_out_at:
        raise Refused(
            _("Tin %(code)s giữ đến %(moment)s; chưa công bố. Đến giờ đó tin tự ra, hoặc người duyệt bỏ hẹn trước.")
            % {"code": code, "moment": words.moment(timezone.localtime(goes_out_at))}
        )
    if row.approved_number != row.number:
        raise Refused(
            _("Bản đang có của tin %(code)s chưa được duyệt nên chưa công bố. Hãy trình duyệt lại.") % {"code": code}
        )
    _check_out(row)
    moment = min(goes_out_at, at) if goes_out_at is not None else at
    first = row.published_at or moment
    change(
        row,
        version=version,
        state=following,
        out_number=row.number,
        out_version=row.out_version + 1,
        published_at=first,
        withdrawn_at=None,
        withdrawn_note="",
        goes_out_at=None,
        is_embargo=False,
    )
    through = by.through("article.publish")
    photo = usable_photo(row.picture, row.unit_id)
    if photo is not None:
        put_out(photo, by=through, at=at)
    told = publications.publish(copy=copy_of(row, photo, first), note=row.note, by=through, at=at)
    if told is not None and told.version != row.out_version:
        Article.rows.filter(pk=row.pk).update(out_version=told.version)
        row.out_version = told.version
    Wording.rows.filter(article=row, number=row.number).update(out_version=row.out_version)
    path = path_of("ARTICLE", row.code)
    return tell(events.ArticlePublished(**named(row), number=row.out_version, path=path))


@command("article.publish")
def schedule_article(
    *,
    code: str,
    goes_out_at: datetime,
    is_embargo: bool = False,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.ArticleScheduled:
    """Goes out by itself at this moment. Refused: a moment that has passed; what may not go out anyway."""
    row = load(Article, code, "article.publish", by)
    following = next_state(states.ARTICLE, row, "schedule")
    if goes_out_at <= at:
        raise Refused(_("Giờ hẹn đã qua nên chưa hẹn gì. Hãy chọn giờ sau lúc này, hoặc công bố ngay."))
    check_article(row)
    check_wording(row)
    change(row, version=version, state=following, goes_out_at=goes_out_at, is_embargo=is_embargo)
    moment = words.moment(timezone.localtime(goes_out_at))
    return tell(events.ArticleScheduled(**named(row), moment=moment, is_embargo=is_embargo))


@command("article.publish")
def unschedule_article(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.ArticleUnscheduled:
    """Takes the hour back; it stays approved. An embargo is lifted by an approver alone."""
    row = load(Article, code, "article.publish", by)
    if row.is_embargo:
        ask(by, "article.approve", row)
    following = next_state(states.ARTICLE, row, "unschedule")
    change(row, version=version, state=following, goes_out_at=None, is_embargo=False)
    return tell(events.ArticleUnscheduled(**named(row)))


@command("article.withdraw")
def withdraw_article(
    *, code: str, note: str, version: int | None = None, by: Actor, at: datetime
) -> events.ArticleWithdrawn:
    """Back from the public; its address stays and shows the note. Refused: it is not out; no note."""
    row = load(Article, code, "article.withdraw", by)
    following = next_state(states.ARTICLE, row, "withdraw")
    if not row.out_number or row.withdrawn_at is not None:
        raise Refused(_("Tin %(code)s không ở trên cổng thông tin nên không có gì để rút.") % {"code": code})
    said = needed(note, texts.LONGEST_NOTE, NO_NOTE)
    change(
        row,
        version=version,
        state=following,
        withdrawn_at=at,
        withdrawn_note=said,
        goes_out_at=None,
        is_embargo=False,
    )
    publications.withdraw(code=code, note=said, by=by.through("article.withdraw"), at=at)
    return tell(events.ArticleWithdrawn(**named(row), note=said))


@command("article.publish")
def hold_back_article(*, code: str, reason: str, by: Actor, at: datetime) -> events.ArticleHeldBack:
    """The hour came and a rule said no: it stays approved, and its unit is told why."""
    row = load(Article, code, "article.publish", by)
    change(row, state=next_state(states.ARTICLE, row, "hold"), goes_out_at=None, is_embargo=False)
    return tell(events.ArticleHeldBack(**named(row), reason=reason))


def let_out(*, by: Actor, at: datetime) -> int:
    """What the clock does: every article whose hour has come goes out, each in an act of its own, once."""
    due = Article.rows.filter(state="SCHEDULED", goes_out_at__lte=at).order_by("goes_out_at", "pk")
    done = 0
    for code in list(due.values_list("code", flat=True)[:MOST_AT_ONCE]):
        try:
            publish_article(code=code, by=by, at=at)
        except SomebodyWasFaster:
            continue  # another clock, or an editor in this very moment
        except Refused as refused:
            if not Article.rows.filter(code=code, state="SCHEDULED").exists():
                continue
            hold_back_article(code=code, reason=str(refused), by=by, at=at)
        done += 1
    return done


def preview_article(*, code: str, by: Actor, at: datetime) -> str:
    """The token under which the portal shows, for an hour, exactly what would go out now. Whoever sees the article may
    look; the act is the hatch's. Refused: what the secrecy guard does not let out."""
    row = load(Article, code, "article.see", by)
    check_article(row)
    photo = usable_photo(row.picture, row.unit_id)
    laid = None
    if photo is not None and photo.state == "KEPT":
        laid = publications.PreviewPhoto(
            alt=photo.alt,
            caption=photo.caption,
            credit=photo.credit,
            taken_date=photo.taken_date,
            is_illustration=photo.is_illustration,
            files=files_of(photo),
        )
    copy = copy_of(row, photo, row.published_at or row.goes_out_at or at)
    return publications.lay_preview(copy=copy, photo=laid, by=by.through("article.write"), at=at)


def copy_of(row: Article, photo: Photo | None, published_at: datetime) -> publications.Copy:
    """What goes out of an article, field by field."""
    return publications.Copy(
        code=row.code,
        territory=row.territory,
        title=row.title,
        summary=row.summary,
        text=row.text,
        unit_name=unit_name_of(row.unit_id),
        byline=row.byline,
        category=row.category,
        dossier=row.dossier,
        place=row.place,
        picture=photo.code if photo else "",
        published_at=published_at,
        is_illustration=row.is_illustration,
        details=publications.ArticleDetails(
            photo_caption=photo.caption if photo else "",
            photo_credit=photo.credit if photo else "",
            related=tuple(row.related),
        ),
    )


def _check_out(row: Article) -> None:
    check_article(row)
    said = refusal_to_speak(row.dossier, row.unit_id, tuple(row.related))
    if said:
        raise Refused(said)
    check_wording(row)
    photo = usable_photo(row.picture, row.unit_id)
    if row.picture and photo is None:
        raise Refused(
            _("Ảnh %(picture)s của tin không dùng được nữa; chưa công bố. Hãy chọn ảnh khác rồi trình duyệt lại.")
            % {"picture": row.picture}
        )
