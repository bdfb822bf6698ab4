"""Every view is a door: it says what it needs, or why it stands open."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext as _

from phoihop.ground import powers
from phoihop.ground.actor import Actor

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class FilesIn:
    """How files come in by a door where nobody is signed in: what reads them, how long the whole body may be, and
    what is said to whoever sends more."""

    handler: Callable[[HttpRequest], Any]
    longest: int
    too_large: Callable[[], str]


NO_FILES_HERE = "an open door takes no files"
TURNED = "key_turned"  # on a request whose key a door has looked at


class Request(HttpRequest):
    """What a view gets: a request of which the middleware of `site` has said who acts, and when."""

    actor: Actor
    at: datetime


def door(*, needs: str, methods: tuple[str, ...] = ("GET", "HEAD")) -> Callable[[View], View]:
    """A door for seated persons who hold the power `needs` somewhere; over a given thing the query or command asks.

    Not signed in: sent to sign in. Without the right: NotAllowed (403).
    """

    def stops(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | None:
        if request.method not in methods:
            return HttpResponseNotAllowed(methods)
        actor = request.actor  # type: ignore[attr-defined]  # set by the actor middleware
        if not actor.is_person:
            return redirect(f"{settings.LOGIN_URL}?next={request.get_full_path()}")
        if not powers.may(actor, needs):
            words = powers.power_of(needs).words
            raise powers.NotAllowed(_("Vị trí của bạn không có quyền %(what)s.") % {"what": words})
        return None

    def make(view: View) -> View:
        @functools.wraps(view)
        def through(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            answer = stops(request)
            return view(request, *args, **kwargs) if answer is None else answer

        through.door = needs  # type: ignore[attr-defined]
        through.methods = methods  # type: ignore[attr-defined]
        through.stops = stops  # type: ignore[attr-defined]  # asked before a body with files is read
        return through

    return make


def open_door(*, reason: str, methods: tuple[str, ...] = ("GET", "HEAD")) -> Callable[[View], View]:
    """A door for everybody; `reason` says why it may stand open."""
    if not reason:
        raise ValueError("an open door needs a reason")

    def make(view: View) -> View:
        if takes_files_in(view):
            raise TypeError(NO_FILES_HERE)

        @login_not_required
        @functools.wraps(view)
        def through(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(request, *args, **kwargs)

        through.door = None  # type: ignore[attr-defined]
        through.open_reason = reason  # type: ignore[attr-defined]
        through.methods = methods  # type: ignore[attr-defined]
        return through

    return make


def key_door(
    *, reason: str, stops: Callable[..., HttpResponse | None], methods: tuple[str, ...] = ("GET", "HEAD")
) -> Callable[[View], View]:
    """A door that a key in its address opens. `stops(request, …)` looks at the key, once a request and before a body is
    read: it gives the answer for whoever may not go on, or raises NotVisible. Files may come in by such a door."""
    if not reason:
        raise ValueError("a door that a key opens needs a reason")

    def look(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | None:
        if getattr(request, TURNED, False):
            return None
        setattr(request, TURNED, True)
        return HttpResponseNotAllowed(methods) if request.method not in methods else stops(request, *args, **kwargs)

    def make(view: View) -> View:
        @login_not_required
        @functools.wraps(view)
        def through(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            answer = look(request, *args, **kwargs)
            return view(request, *args, **kwargs) if answer is None else answer

        through.door = None  # type: ignore[attr-defined]
        through.open_reason = reason  # type: ignore[attr-defined]
        through.methods = methods  # type: ignore[attr-defined]
        through.stops = look  # type: ignore[attr-defined]
        return through

    return make


def takes_files(view: View) -> View:
    """Marks a view with a @door or @key_door as one that files may be sent to; at every other door a file is refused.

    Refused: an open door, through which anybody could fill the disk.
    """
    if getattr(view, "door", "none yet") is None and not hasattr(view, "stops"):
        raise TypeError(NO_FILES_HERE)
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def takes_files_by(how: FilesIn) -> Callable[[View], View]:
    """As takes_files, with a reader of the door's own instead of the house's spool."""

    def make(view: View) -> View:
        view = takes_files(view)
        view.files_in = how  # type: ignore[attr-defined]
        return view

    return make


def takes_files_in(view: Any) -> bool:
    return getattr(view, "takes_files", False)


def is_door(view: Any) -> bool:
    return hasattr(view, "door")


def all_doors() -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the URL configuration with its full name (`plans:approve`)."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name or pattern.pattern}", pattern


def walls() -> list[str]:
    """URL patterns that lead past every door; the server does not start while there is one."""
    return [name for name, pattern in all_doors() if not is_door(pattern.callback)]
