"""Writing a concern. Photos come in by one door: its key is the form's own token, looked at before the body is read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from phoihop.ground.actor import Actor
from phoihop.ground.door import FilesIn, Request, key_door, takes_files_by
from phoihop.ground.powers import NotVisible
from phoihop.intake import commands
from phoihop.portal.forms.concerns import ConcernForm
from phoihop.portal.forms.tokens import Token, read_token, shield
from phoihop.portal.outside import concern_photos
from phoihop.portal.pages import concerns as pages
from phoihop.portal.views.answering import form_door, here, in_tongue, show
from phoihop.portal.views.concerns.keeping import private

PURPOSE = "concern"
PORTAL = Actor.system("portal")
SHORT = 16 * 2**10  # bytes of a body whose words are shown again to whoever has to wait
FILES = FilesIn(concern_photos.PhotosHandler, concern_photos.LONGEST, pages.too_large)
REASON = "anybody may write to the authorities; the form's own signed token is the key"


@form_door(reason="anybody may write to the authorities", methods=("GET", "HEAD"))
def write(request: HttpRequest) -> HttpResponse:
    return _form(request, _empty(request))


def stops(request: Request, token: str) -> HttpResponse | None:
    """Before a body is read: is this one of our forms, and has this address not sent too often?"""
    if request.method != "POST":
        return redirect(f"{here(request).root}/phan-anh/viet/")
    if read_token(token, PURPOSE, request.at) is None:
        raise NotVisible
    if commands.admit(door="concern", address=request.META.get("REMOTE_ADDR", ""), at=request.at):
        return None
    return in_tongue(_wait, request)


@takes_files_by(FILES)
@key_door(reason=REASON, stops=stops, methods=("GET", "HEAD", "POST"))
def send(request: Request, token: str) -> HttpResponse:
    return private(in_tongue(_send, request, token))


send.csrf_exempt = True  # type: ignore[attr-defined]  # nobody is signed in here; the token in the address is asked


def _send(request: Request, token: str) -> HttpResponse:
    known = read_token(token, PURPOSE, request.at)
    if known is None:
        raise NotVisible
    try:
        values, photos = concern_photos.read_form(request)
    except concern_photos.CannotRead as cannot:
        form = ConcernForm(cannot.values or None, **pages.choices(here(request)))
        return _form(request, form, known, note=pages.note_broken(cannot.why), status=_status(cannot))
    form = ConcernForm(values, **pages.choices(here(request)), sent=photos)
    if known.is_old or not form.is_valid():
        return _form(request, form, known, note=pages.note_old() if known.is_old else None, status=422)
    given = form.to_receive(known, values.get("proof", ""), request.at)
    return _received(request, form, commands.receive(**given, by=PORTAL, at=request.at))


def _status(cannot: concern_photos.CannotRead) -> int:
    return 503 if cannot.why == "busy" else 422


def _received(request: Request, form: ConcernForm, receipt: commands.Receipt) -> HttpResponse:
    if not receipt.is_same:  # the same form with other words: nothing of them is lost
        return _form(request, form, note=pages.note_twice(receipt.code), status=409)
    return redirect(f"{here(request).root}/phan-anh/{receipt.code}/{receipt.key}/bien-nhan/")


def _empty(request: HttpRequest) -> ConcernForm:
    return ConcernForm(**pages.choices(here(request)))


def _form(
    request: Any, form: ConcernForm, token: Token | None = None, *, note: Any = None, status: int = 200
) -> HttpResponse:
    guard = shield(PURPOSE, request.at, token)
    page = pages.write_page(form, guard, here(request), is_open=form.is_open, note=note)
    return show(request, "portal/concern_write.html", page, status=status)


def _wait(request: HttpRequest) -> HttpResponse:
    """Costs a look and writes nothing."""
    text = ""
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdigit() and int(length) <= SHORT:
        request.upload_handlers = [concern_photos.PhotosHandler(request)]
        try:
            text = concern_photos.read_form(request)[0].get("text", "")
        except concern_photos.CannotRead:
            text = ""
    response = show(request, "portal/concern_wait.html", pages.wait_page(text, here(request)), status=429)
    response["Retry-After"] = "600"
    return private(response)
