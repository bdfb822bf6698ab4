"""Doors of the open API: GeoReport v2 in XML and JSON, the same for everybody, without cookie or session."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import translation
from django.utils.cache import patch_vary_headers

from phoihop.api.open import commands, pages
from phoihop.api.open.rules import asking
from phoihop.api.open.rules.documents import MEDIA_TYPES, Document, write
from phoihop.api.open.rules.wrong import MANY, Wrong, _, bad, unknown
from phoihop.ground.actor import Actor
from phoihop.ground.door import open_door

LONGEST_BODY = 100_000  # bytes: a thousand letters take at most nine thousand
FORM = "application/x-www-form-urlencoded"
READ, WRITE = ("GET", "HEAD"), ("GET", "HEAD", "POST")
WHY = "the open API is for everybody: GeoReport v2"

Speaker = Callable[..., Document]


def api_door(*, reason: str = WHY, methods: tuple[str, ...] = READ) -> Callable[[Speaker], Callable[..., HttpResponse]]:
    """An open door whose view gives a document; refusals become the specification's error document. Any page of any
    site may read it; none may read what was answered to a sender."""

    def make(view: Speaker) -> Callable[..., HttpResponse]:
        @open_door(reason=reason, methods=methods)
        @functools.wraps(view)
        def through(request: HttpRequest, form: str = "xml", **places: Any) -> HttpResponse:
            with translation.override("en" if here(request).root else "vi"):
                try:
                    document = view(request, **places) if form in MEDIA_TYPES else no_such(request)
                except Wrong as wrong:
                    document = pages.errors(wrong)
                response = answered(request, document, form if form in MEDIA_TYPES else "xml")
                response["Content-Language"] = translation.get_language()
            return response

        # Nobody is signed in here and no cookie counts: there is nothing that a forged form could use.
        through.csrf_exempt = True  # type: ignore[attr-defined]
        return through

    return make


def answered(request: HttpRequest, document: Document, form: str) -> HttpResponse:
    response = HttpResponse(write(document, form), content_type=MEDIA_TYPES[form], status=document.status)
    if request.method in READ:
        response["Access-Control-Allow-Origin"] = "*"
        response["Cache-Control"] = "public, max-age=60" if document.status == 200 else "no-store"
    else:
        response["Cache-Control"] = "no-store"
    if document.status == MANY:
        response["Retry-After"] = "3600"
    patch_vary_headers(response, ["Accept-Encoding"])
    session = getattr(request, "session", None)
    if session is not None:
        session.accessed = session.modified  # nothing of it was used, so caches may hand the answer on
    return response


def here(request: HttpRequest) -> pages.Place:
    root = "/en" if request.path.startswith("/en/") else ""
    return pages.Place(request.build_absolute_uri("/").rstrip("/"), root)


def asked(request: HttpRequest) -> asking.Given:
    """The query's arguments. Refused (Wrong): more of them than anybody needs."""
    try:
        return dict(request.GET.lists())
    except SuspiciousOperation:
        raise Wrong(bad(_("Yêu cầu có quá nhiều tham số."))) from None


def sent(request: HttpRequest) -> asking.Given:
    """The form's fields. Refused (Wrong): too long, another kind of body, files, cut off, not UTF-8."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_BODY:
        raise Wrong(bad(_("Nội dung gửi lên quá dài. Chưa lưu gì; hãy rút ngắn rồi gửi lại.")))
    if request.content_type != FORM:
        raise Wrong(bad(_("Chỉ nhận Content-Type %(form)s, không kèm tệp. Chưa lưu gì."), form=FORM))
    try:
        return dict(request.POST.lists())
    except (BadRequest, MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        raise Wrong(bad(_("Không đọc được nội dung gửi lên: bị ngắt, hoặc không phải UTF-8. Chưa lưu gì."))) from None


def no_such(request: HttpRequest, **_places: Any) -> Document:
    where = {"address": f"{here(request).base}/open311/discovery.xml"}
    raise Wrong(unknown(_("Không có địa chỉ này. Có xml và json; danh sách ở %(address)s."), **where))


@open_door(reason="programs are told what they may ask, and what they get", methods=READ)
def described(request: HttpRequest) -> HttpResponse:
    """What is answered to programs, as OpenAPI 3.1."""
    response = HttpResponse(pages.described(), content_type=MEDIA_TYPES["json"])
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=3600"
    return response


@api_door()
def discovery(request: HttpRequest) -> Document:
    return pages.discovery(here(request))


@api_door()
def services(request: HttpRequest) -> Document:
    return pages.services(here(request), asked(request))


@api_door()
def definition(request: HttpRequest, code: str) -> Document:
    return pages.definition(code, asked(request))


@api_door(methods=WRITE)
def requests(request: HttpRequest) -> Document:
    """Asked for, the list; sent to, a new one."""
    at = request.at  # type: ignore[attr-defined]  # set by the middleware
    if request.method != "POST":
        return pages.requests(here(request), asked(request), at)
    once, address = request.headers.get("Idempotency-Key", ""), request.META.get("REMOTE_ADDR", "")
    by = Actor.system("open311")
    filed = commands.file_request(given=sent(request), once=once, address=address, by=by, at=at)
    return pages.filed(filed, here(request))


@api_door()
def request(request: HttpRequest, code: str) -> Document:
    return pages.request(here(request), code, asked(request))


@api_door()
def token(request: HttpRequest, code: str) -> Document:
    return pages.request_of_token(code, asked(request))


@api_door(reason="says in the API's own words that there is nothing at this address")
def nothing(request: HttpRequest, rest: str = "") -> Document:
    return no_such(request)
