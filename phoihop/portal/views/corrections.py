from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.intake import commands
from phoihop.portal.forms.corrections import ReplyForm, RequestForm
from phoihop.portal.forms.tokens import Token, came_back, shield
from phoihop.portal.pages import corrections as pages
from phoihop.portal.views.answering import form_door, here, read_door, show

OUT = "what was published is for everybody"
MOST, PER = 10, timedelta(hours=1)  # from one address


@read_door(reason=OUT)
def corrections(request: HttpRequest) -> HttpResponse:
    asked = request.GET
    page = pages.correction_list_page(
        here(request), verdict=asked.get("ket-luan", ""), unit=asked.get("co-quan", ""), at=asked.get("truoc", "")
    )
    return show(request, "portal/corrections.html", page)


@read_door(reason=OUT)
def correction(request: HttpRequest, code: str) -> HttpResponse:
    return show(request, "portal/correction.html", pages.correction_page(code, here(request)))


@form_door(reason="whoever published a claim may say something to its correction")
def reply(request: HttpRequest, code: str) -> HttpResponse:
    return _answer(request, f"reply:{code}", ReplyForm, code, names=pages.publishers_of(code))


@form_door(reason="anybody may ask for a claim to be checked")
def ask(request: HttpRequest) -> HttpResponse:
    return _answer(request, "claim", RequestForm, "")


def _answer(request: HttpRequest, purpose: str, kind: Any, about: str, **more: Any) -> HttpResponse:
    """The form, what is wrong with it, or the receipt."""
    at = request.at  # type: ignore[attr-defined]  # set by the middleware
    if request.method != "POST":
        return _form(request, about, kind(**more), shield(purpose, at))
    form = kind(request.POST, **more)
    token, flags = came_back(request.POST, purpose, at)
    if token is None or token.is_old:
        form.add_error(None, _("Biểu mẫu đã mở quá lâu nên chưa gửi được; chữ bạn gõ vẫn còn. Hãy bấm gửi lần nữa."))
    if token is None or not form.is_valid():
        return _form(request, about, form, shield(purpose, at, token), status=422)
    return _form(request, about, form, None, receipt=_send(request, about, form, token, flags))


def _send(request: HttpRequest, about: str, form: Any, token: Token, flags: tuple[str, ...]) -> str:
    """Into the intake, sealed. The code of what was received."""
    at = request.at  # type: ignore[attr-defined]  # set by the middleware
    if not commands.allow(bucket=f"correction:{request.META['REMOTE_ADDR']}", most=MOST, per=PER, at=at):
        raise Refused(_("Từ địa chỉ mạng này đã có nhiều lần gửi trong một giờ. Chưa có gì được gửi; hãy gửi lại sau."))
    receipt = commands.receive(
        what="REPLY" if about else "CLAIM",
        channel="form",
        territory=pages.territory_for(about),
        payload=form.values(),
        about=about,
        nonce=token.nonce,
        flags=flags,
        by=Actor.system("portal"),
        at=at,
    )
    return receipt.code


def _form(
    request: HttpRequest, about: str, form: Any, guard: Any, *, receipt: str = "", status: int = 200
) -> HttpResponse:
    page = pages.send_page(about, here(request), form=form, shield=guard, receipt=receipt)
    return show(request, "portal/correction-send.html", page, status=status)
