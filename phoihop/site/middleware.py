"""What stands around every view: a number for the request, who acts and when, doors only, refusals as answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, UnreadablePostError
from django.middleware.common import CommonMiddleware
from django.utils import translation
from django.utils.translation import gettext as _

from phoihop.documents.outside import uploads
from phoihop.ground import clock
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.door import FilesIn, is_door, takes_files_in
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ground.reading import reading
from phoihop.ledger.commands import request_id
from phoihop.organizations.queries import actor_of
from phoihop.site import slow_bodies, stopping
from phoihop.site.away import is_away
from phoihop.site.options import options
from phoihop.site.watching import traces

Answer = Callable[[HttpRequest], HttpResponse]
SHORT = 64 * 2**10  # bytes of a body that are sent before the answer is looked for
ASKED_INSIDE = frozenset({"/healthz", "/healthz/live", "/healthz/ready", "/metrics"})
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


class NotADoor(RuntimeError):
    """A view was reached that no door stands before."""


class RequestNumber:
    """One number per request: in the ledger, in the log of errors, on the stop page and in the answer's head."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = traces.number_of(request)
        token = request_id.set(number)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = number
        return response


class Tongue:
    """An address that begins with /en/ is the same page in English; the public side knows no other memory of it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/en/"):
            request.path_info = request.path_info[3:]
            request.tongue = "en"  # type: ignore[attr-defined]
        return self.get_response(request)


class NamedHost(CommonMiddleware):
    """Refuses a Host that is not ours, but not where monitors and balancers ask: they know this process by its own
    address. Those doors look at who asks, and say nothing that depends on the name."""

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        return None if request.path_info in ASKED_INSIDE else super().process_request(request)


class OneReading:
    """What a page asks again is asked once, from who reads it to its last panel."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with reading():
            return self.get_response(request)


class WhoAndWhen:
    """Sets `request.actor` and `request.at`, and the language: the address's, else the cookie's choice, else the
    account's."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at = clock.now()
        request.at = at  # type: ignore[attr-defined]
        try:
            account_id = request.user.pk if request.user.is_authenticated else None
            actor = actor_of(account_id, request.session.get("seat"), at) if account_id else Actor.nobody()
        except DatabaseTrouble as trouble:
            if not is_away(trouble):
                raise
            return stopping.away(request)
        request.actor = actor  # type: ignore[attr-defined]
        language = getattr(request, "tongue", "") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, actor.language)
        with translation.override(language if language in LANGUAGES else settings.LANGUAGE_CODE):
            response = self.get_response(request)
            response.setdefault("Content-Language", translation.get_language())
        if account_id:
            response.setdefault("Cache-Control", "private, no-store")  # a shared computer's back button shows nothing
        return response


class NobodyAndWhen:
    """In the public process nobody is signed in, and nothing is looked up to know it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor, request.at = Actor.nobody(), clock.now()  # type: ignore[attr-defined]
        with translation.override(getattr(request, "tongue", settings.LANGUAGE_CODE)):
            response = self.get_response(request)
            response.setdefault("Content-Language", translation.get_language())
        return response


class OnlyDoors:
    """Refuses, at run time too, a view made without @door or @open_door. NUL comes in by no address: PostgreSQL takes
    no text with it, and nothing that could be asked for carries it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not is_door(view):
            raise NotADoor(f"{request.path}: {view.__module__}.{view.__qualname__}")
        return stopping.stop(request, 404) if "\x00" in request.path else None


class BeforeTheBody:
    """Decides from the head of a request whether its body is read at all.

    Files are for doors that take them, from persons or keys that the door lets through; everything else is as long as a
    form may be. It stands before the check of forged forms, which reads the body. Bodies of those who are not signed in
    are never read by every thread at once (`slow_bodies`).
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.lanes = slow_bodies.Lanes(options().threads - 1)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        finally:
            patient = getattr(request, "patient_body", None)
            if patient is not None:
                patient.close()

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        self._be_patient(request)
        takes_files = request.method == "POST" and takes_files_in(view)
        if takes_files:
            try:
                answer: HttpResponse | None = view.stops(request, *args, **kwargs)
            except NotAllowed as refusal:
                return stopping.stop(request, 403, sentence=str(refusal), is_read=False)
            except NotVisible:
                return stopping.stop(request, 404, is_read=False)
            if answer is not None:
                is_lost = answer.status_code == 302 and _length(request) > SHORT
                return _signed_out(request) if is_lost else answer
            own: FilesIn | None = getattr(view, "files_in", None)
            request.upload_handlers = [uploads.SpoolHandler(request) if own is None else own.handler(request)]
            if own is not None and _length(request) > own.longest:
                return stopping.stop(request, 413, sentence=own.too_large(), is_read=False)
        most = uploads.longest_form() + (uploads.largest_file() if takes_files else 0)
        if _length(request) > most:
            sentence = uploads.too_large() if takes_files else uploads.too_long()
            return stopping.stop(request, 413, sentence=sentence, is_read=False)
        return None

    def _be_patient(self, request: HttpRequest) -> None:
        actor, length = getattr(request, "actor", None), _length(request)
        if not length or (actor is not None and actor.is_person):
            return
        whole: Any = request  # `_stream`: Django has no other name for what it reads a body from
        address = request.META.get("REMOTE_ADDR", "")
        whole.patient_body = slow_bodies.PatientBody(whole._stream, length, self.lanes, address)  # noqa: SLF001
        whole._stream = whole.patient_body  # noqa: SLF001


class Refusals:
    """The one place where refusals become HTTP. Foreseen ones are answers; others go on to become a 500."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match exception:
            case NotVisible():
                return stopping.stop(request, 404)
            case NotAllowed():
                return stopping.stop(request, 403, sentence=str(exception))
            case Refused():
                return stopping.stop(request, 422, sentence=str(exception))
            case SomebodyWasFaster():
                version, code = exception.version, exception.code
                return stopping.stop(request, 409, sentence=str(exception), version=version, code=code)
            case _ if is_away(exception):
                return stopping.away(request)
            case UnreadablePostError():
                return stopping.stop(request, 503, sentence=_unread(), is_read=False)
        return None


def _signed_out(request: HttpRequest) -> HttpResponse:
    """Browsers still sending a body show an error's page, but lose the connection over a redirect."""
    sentence = _("Bạn chưa đăng nhập, hoặc phiên làm việc đã hết, nên tệp chưa được nhận. Hãy đăng nhập rồi gửi lại.")
    return stopping.stop(request, 401, sentence=sentence, is_read=False)


def _unread() -> str:
    return _(
        "Nội dung gửi lên chưa được nhận: kết nối bị ngắt, hoặc lúc này có quá nhiều lần gửi chậm. Hãy quay lại trang "
        "trước, chữ bạn gõ còn đó, rồi gửi lại."
    )


def _length(request: HttpRequest) -> int:
    """The length of the body as the head tells it; without one the server hands us no body."""
    told = request.META.get("CONTENT_LENGTH") or ""
    return int(told) if told.isascii() and told.isdigit() else 0
