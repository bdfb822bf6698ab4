"""How the portal answers: a page in its own frame, the same for everybody who asks by the same address."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import translation
from django.utils.http import http_date

from phoihop.ground.clock import local_date
from phoihop.ground.door import open_door
from phoihop.ground.respond import respond
from phoihop.portal.pages import Site, one_edition, shell_of, site_of
from phoihop.publications import queries

View = Callable[..., HttpResponse]
FRESH = "public, max-age=60"
NEVER_KEPT = "no-store"


def _build() -> str:
    """Changes with the portal's own files: what was made by an older build is not what is asked for."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parents[1].rglob("*")):
        if path.suffix in (".html", ".py", ".css", ".js"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


BUILD = _build()


def read_door(*, reason: str) -> Callable[[View], View]:
    """An open door to a page that changes only with the edition (and the day): whoever has it already gets no more than
    that word. The language is the address's alone, so no cookie is looked at."""

    def make(view: View) -> View:
        @open_door(reason=reason)
        @functools.wraps(view)
        def through(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            mark = queries.edition_mark()
            tag = _etag(request, mark)
            if tag in request.headers.get("If-None-Match", ""):
                response: HttpResponse = HttpResponseNotModified()
            else:
                with one_edition(mark):
                    response = in_tongue(view, request, *args, **kwargs)
            if response.status_code in (200, 304):
                response["ETag"] = tag
                response.setdefault("Cache-Control", FRESH)
            return for_everybody(request, response)

        return through

    return make


def form_door(*, reason: str, methods: tuple[str, ...] = ("GET", "HEAD", "POST")) -> Callable[[View], View]:
    """An open door to a form: never kept, in the address's language, proved by a token in the form and no cookie."""

    def make(view: View) -> View:
        @open_door(reason=reason, methods=methods)
        @functools.wraps(view)
        def through(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = in_tongue(view, request, *args, **kwargs)
            response.setdefault("Cache-Control", NEVER_KEPT)
            return for_everybody(request, response)

        through.csrf_exempt = True  # type: ignore[attr-defined]  # nobody is signed in here; the form's token is asked
        return through

    return make


def in_tongue(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    with translation.override("en" if site_of(request).is_english else "vi"):
        response = view(request, *args, **kwargs)
        response.setdefault("Content-Language", translation.get_language())
        return response


def for_everybody(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Nothing of this answer came from a session: caches may hand it to the next reader."""
    session = getattr(request, "session", None)
    if session is not None and not session.modified:
        session.accessed = False
    return response


def _etag(request: HttpRequest, mark: str) -> str:
    day = local_date(request.at)  # type: ignore[attr-defined]  # pages tell what is due today
    asked = f"{mark} {day} {BUILD} {request.get_full_path()}"
    return f'W/"{hashlib.sha256(asked.encode()).hexdigest()[:20]}"'


def show(
    request: HttpRequest, template: str, page: Any, *, status: int = 200, changed_at: datetime | None = None
) -> HttpResponse:
    """The page in the portal's frame."""
    response = respond(request, template, page, shell=shell_of(request), status=status)
    if changed_at is not None:
        response["Last-Modified"] = http_date(changed_at.timestamp())
    return response


def here(request: HttpRequest) -> Site:
    """Where addresses begin for this reader."""
    return site_of(request)


def root_of(request: HttpRequest) -> str:
    """What goes before every address of the portal in this reader's language."""
    return site_of(request).root
