from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.intake import commands
from phoihop.portal import pages
from phoihop.portal.forms.feedback import FeedbackForm
from phoihop.portal.forms.tokens import Token, came_back, shield
from phoihop.portal.views.answering import form_door, here, show

MOST, PER = 10, timedelta(hours=1)  # from one address


@form_door(reason="a reader may say what is wrong with what was published")
def feedback(request: HttpRequest, folder: str, code: str) -> HttpResponse:
    pages.published(folder, code)
    if request.method != "POST":
        return _form(request, folder, code, FeedbackForm())
    form, (token, flags) = FeedbackForm(request.POST), came_back(request.POST, f"feedback:{code}", request.at)  # type: ignore[attr-defined]
    if token is None or token.is_old:
        form.add_error(None, _("Biểu mẫu đã mở quá lâu nên chưa gửi được; chữ bạn gõ vẫn còn. Hãy bấm gửi lần nữa."))
    if token is None or not form.is_valid():
        return _form(request, folder, code, form, status=422)
    receipt = _receive(request, code, form, token, flags)
    page = pages.feedback_page(folder, code, here(request), form=form, shield=None, receipt=receipt.code)
    return show(request, "portal/feedback.html", page)


def _form(request: HttpRequest, folder: str, code: str, form: FeedbackForm, *, status: int = 200) -> HttpResponse:
    guard = shield(f"feedback:{code}", request.at)  # type: ignore[attr-defined]
    page = pages.feedback_page(folder, code, here(request), form=form, shield=guard)
    return show(request, "portal/feedback.html", page, status=status)


def _receive(
    request: HttpRequest, code: str, form: FeedbackForm, token: Token, flags: tuple[str, ...]
) -> commands.Receipt:
    at = request.at  # type: ignore[attr-defined]  # set by the middleware
    if not commands.allow(bucket=f"feedback:{request.META['REMOTE_ADDR']}", most=MOST, per=PER, at=at):
        raise Refused(_("Từ địa chỉ mạng này đã có nhiều góp ý trong một giờ. Chưa có gì được gửi; hãy gửi lại sau."))
    return commands.receive(
        what="FEEDBACK",
        channel="form",
        territory=pages.territory_of(code),
        payload=form.values(),
        about=code,
        nonce=token.nonce,
        flags=flags,
        by=Actor.system("portal"),
        at=at,
    )
