"""The pages of a request that could not go on. What was typed is shown again and can be sent again."""

from __future__ import annotations

import logging
import sys
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from phoihop.documents.outside.uploads import UploadRefused, too_long
from phoihop.ground import clock
from phoihop.ground.actor import Actor
from phoihop.ground.parts import Glyph, Kept, State, TimelineItem, stopped, words
from phoihop.ground.respond import respond
from phoihop.ledger.commands import request_id
from phoihop.ledger.queries import lines_of
from phoihop.site.away import RETRY_AFTER, is_away, let_go

NEVER_SHOWN = ("csrfmiddlewaretoken",)
LATELY = 3  # entries of the ledger shown to whoever was overtaken
SECRET_WORDS = ("password", "secret", "token")

log = logging.getLogger(__name__)


def stop(
    request: HttpRequest,
    status: int,
    *,
    sentence: str = "",
    version: int | None = None,
    code: str = "",
    is_read: bool = True,
) -> HttpResponse:
    """The stop page; `version` is the present one of the thing `code`, so that sending again acts on what the reader
    now knows. Whoever gives a code has asked whether the reader may see the thing. `is_read` is false where the body
    must stay unread: whoever sent it may not send it here."""
    actor = getattr(request, "actor", None)
    is_person = actor is not None and actor.is_person
    kept = _kept(request, version) if is_read and status in {403, 409, 422} else ()
    page = stopped(
        status,
        sentence=sentence,
        kept=kept,
        again_url=request.get_full_path() if kept and status != 403 else "",
        lately=_lately(actor, code) if actor is not None and actor.is_person and code else (),
        home_url="/lam-viec/" if is_person else "/",
        back_url=_back(request),
        request_id=request_id.get(),
        frame="ground/base.html" if is_person else "ground/bare.html",
    )
    response = respond(request, "ground/stopped.html", page, status=status)
    if request.htmx:  # type: ignore[attr-defined]
        # A refusal takes the whole page's place, not the small piece that was asked for.
        response["HX-Retarget"] = response["HX-Reselect"] = "#main"
        response["HX-Reswap"] = "outerHTML show:top"
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return stop(request, 404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return stop(request, 403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, UploadRefused):
        return stop(request, exception.status, sentence=str(exception))
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return stop(request, 413, sentence=too_long())
    return HttpResponse(_("Yêu cầu không đọc được."), status=400, content_type="text/plain; charset=utf-8")


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours. Rendered without database, menu or session: any of them may be what is broken. What stumbled
    over a database that is away before any view was reached arrives here too."""
    if is_away(sys.exception()):
        return away(request)
    html = render_to_string("site/broken.html", {"request_id": request_id.get()})
    return HttpResponse(html, status=500)


def away(request: HttpRequest) -> HttpResponse:
    """The database cannot answer now. Rendered without it, for nobody in particular; what was typed can be sent again.

    Whether an act was written is certain only while it had not come to its end, which nobody can tell from here: forms
    carry the version they were opened with, so that sending one again never does its act twice unseen.
    """
    log.warning("the database is away: %s %s", request.method, request.path)
    let_go()
    request.actor = Actor.nobody()  # type: ignore[attr-defined]  # a menu would count in the database
    request.at = getattr(request, "at", None) or clock.now()  # type: ignore[attr-defined]
    page = stopped(
        503,
        title=_("Cơ sở dữ liệu tạm thời không trả lời"),
        sentence=_("Máy chủ dữ liệu đang được thay hoặc đang quá bận. Thường chỉ mất dưới một phút."),
        safe=_(
            "Việc đã báo xong thì vẫn còn. Việc vừa gửi có thể đã ghi đủ hoặc chưa ghi gì; hãy mở lại trang trước "
            "để xem, rồi gửi lại nếu chưa có."
        )
        if request.method == "POST"
        else _("Việc đã báo xong thì vẫn còn. Trang này chưa đổi gì."),
        kept=(kept := _kept(request, None)),
        again_url=request.get_full_path() if kept else "",
        home_url="/",
        back_url=_back(request),
        request_id=request_id.get(),
    )
    response = respond(request, "ground/stopped.html", page, status=503)
    if getattr(request, "htmx", False):
        response["HX-Retarget"] = response["HX-Reselect"] = "#main"
        response["HX-Reswap"] = "outerHTML show:top"
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's protection has run out (an old tab, a new sign-in). What was typed can be sent again from here."""
    log.info("csrf: %s", reason)
    sentence = _("Biểu mẫu đã mở quá lâu hoặc bạn vừa đăng nhập lại ở cửa sổ khác. Hãy gửi lại.")
    return stop(request, 422, sentence=sentence)


def locked_out(request: HttpRequest, original: Any = None, credentials: Any = None) -> HttpResponse:
    """Too many wrong passwords for this name from this address."""
    sentence = _("Sai mật khẩu quá nhiều lần. Hãy thử lại sau 15 phút, hoặc nhờ quản trị viên đặt lại.")
    response = stop(request, 403, sentence=sentence)
    response.status_code = 429
    response["Retry-After"] = "900"
    return response


def _kept(request: HttpRequest, version: int | None) -> tuple[Kept, ...]:
    """The typed fields, without secrets. Words a person typed are shown; keys and choices go along unseen."""
    kept = []
    for name, values in request.POST.lists() if request.method == "POST" else ():
        if name in NEVER_SHOWN or any(word in name.lower() for word in SECRET_WORDS):
            continue
        for value in values:
            text = str(version) if name == "version" and version is not None else str(value)
            kept.append(Kept(name, text, _("Nội dung bạn đã nhập") if _is_prose(text) else ""))
    return tuple(kept)


def _lately(actor: Actor, code: str) -> tuple[TimelineItem, ...]:
    """What happened to the thing last, newest first."""
    items = []
    for line in lines_of(actor, code=code, limit=LATELY):
        at = timezone.localtime(line.at)
        meta = " · ".join(filter(None, (line.unit_name, line.post)))
        glyph = Glyph.of(State.DOING, _("Vừa xảy ra"))
        items.append(TimelineItem(glyph, words.moment(at), at.isoformat(timespec="minutes"), line.sentence, meta=meta))
    return tuple(items)


def _is_prose(text: str) -> bool:
    return " " in text.strip() or "\n" in text


def _back(request: HttpRequest) -> str:
    """The page the reader came from, if it is one of ours."""
    referrer = request.META.get("HTTP_REFERER", "")
    if not referrer or not url_has_allowed_host_and_scheme(referrer, {request.get_host()}, request.is_secure()):
        return ""
    parts = urlsplit(referrer)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return "" if path == request.get_full_path() and request.method == "GET" else path
