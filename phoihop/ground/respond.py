"""The one line back: a frozen page and a template make an answer. Rendering may not touch the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn
from urllib.parse import quote

from csp.constants import NONCE
from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from phoihop.ground import clock
from phoihop.ground.actor import ROLE_WORDS, Actor
from phoihop.ground.menu import Menu, menu_of

SHOWN_INLINE = ("application/pdf", "image/png", "image/jpeg", "image/webp", "text/plain")
SEARCH = "/lam-viec/tim/"  # of the desk, which the ground may not name


class QueryWhileRendering(RuntimeError):
    """A template reached the database. Put the value into the page instead."""


@dataclass(frozen=True, slots=True)
class Shell:
    """What every page's frame may know."""

    actor: Actor
    roles: str
    menu: Menu
    today: str
    is_demonstration: bool
    language: str
    path: str
    search_url: str


def respond(
    request: HttpRequest, template: str, page: Any, *, fragment: str = "", shell: Any = None, status: int = 200
) -> HttpResponse:
    """The whole page, or for HTMX the `fragment` template, with `page`, `shell`, the nonce of its scripts and nothing
    else. A page that is the same for everybody brings a shell of its own; it is kept, so it has no nonce."""
    is_fragment = bool(fragment) and bool(request.htmx) and not request.htmx.boosted  # type: ignore[attr-defined]
    context: dict[str, Any] = {"page": page}
    if not is_fragment:
        context["shell"] = _shell(request) if shell is None else shell
    if shell is None:
        context["nonce"] = str(request.csp_nonce)  # type: ignore[attr-defined]  # set by django-csp
    with connection.execute_wrapper(_refuse):
        html = render_to_string(fragment if is_fragment else template, context, request)
    response = HttpResponse(html, status=status)
    if shell is None:
        response._csp_replace = {"script-src": [NONCE]}  # type: ignore[attr-defined]  # noqa: SLF001  (django-csp's own name)
        patch_vary_headers(response, ["HX-Request", "Cookie"])
    return response


def _refuse(execute: Any, sql: str, *args: Any) -> NoReturn:
    raise QueryWhileRendering(sql[:200])


def _shell(request: HttpRequest) -> Shell:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at = request.at  # type: ignore[attr-defined]
    return Shell(
        actor=actor,
        roles=", ".join(str(ROLE_WORDS[role]) for role in sorted(actor.roles)),
        menu=menu_of(actor, request.path, clock.local_date(at)),
        today=f"{at.day}/{at.month}/{at.year}",
        is_demonstration=clock.is_demonstration(),
        language=get_language() or "vi",
        path=request.get_full_path(),
        search_url=SEARCH if actor.is_person else "",
    )


def send_file(file: BinaryIO, *, media_type: str, size: int, name: str) -> FileResponse:
    """A stored file as a stream: what a browser shows safely is shown, everything else is only saved."""
    is_shown = media_type in SHOWN_INLINE
    response = FileResponse(file, content_type=media_type if is_shown else "application/octet-stream")
    response["Content-Length"] = str(size)
    response["Content-Disposition"] = f"{'inline' if is_shown else 'attachment'}; filename*=UTF-8''{quote(name)}"
    # A browser's own PDF viewer does not run inside a sandbox; a PDF has no script of the page's origin anyway.
    sandbox = "" if media_type == "application/pdf" else "sandbox; "
    response["Content-Security-Policy"] = f"{sandbox}default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return response
