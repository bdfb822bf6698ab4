"""Following a concern: with its code what everybody may see, with its key what is its raiser's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from phoihop.ground.door import Request, key_door, takes_files_by
from phoihop.ground.powers import NotVisible
from phoihop.intake import commands, queries
from phoihop.portal.forms import concerns as forms
from phoihop.portal.forms.tokens import Token, came_back, shield
from phoihop.portal.outside import concern_photos
from phoihop.portal.outside.concern_photos import typed_in
from phoihop.portal.pages import concerns as pages
from phoihop.portal.views.answering import here, in_tongue, read_door, show
from phoihop.portal.views.concerns.keeping import private
from phoihop.portal.views.concerns.writing import FILES, PORTAL

REASON = "the key in the address, which cannot be guessed, is its raiser's alone"
FORMS: dict[str, Callable[..., Any]] = {
    "MORE": forms.MoreForm,
    "REOPEN": forms.ReopenForm,
    "RATING": forms.RatingForm,
    "DATA": forms.DataForm,
}
SENT = {"bo-sung": "MORE", "mo-lai": "REOPEN", "danh-gia": "RATING", "du-lieu": "DATA"}
WORDS = {act: word for word, act in SENT.items()}


@read_door(reason="how concerns stand is for everybody; who raised them is nowhere on it")
def concerns(request: HttpRequest) -> HttpResponse:
    return show(request, "portal/concern_list.html", pages.list_page(request.GET.dict(), here(request)))


@read_door(reason="whoever has a code may see how the concern stands; what its raiser wrote is not on it")
def concern(request: Request, code: str) -> HttpResponse:
    return show(request, "portal/concern.html", pages.open_page(code, here(request), request.at))


def with_key(request: Request, code: str, key: str) -> HttpResponse | None:
    """Is it the raiser's key? Wrong ones are counted, and whoever tries too many waits; before a body is read."""
    address = request.META.get("REMOTE_ADDR", "")
    if queries.is_spent("key", address, request.at):
        return _wait(request)
    if not queries.holds_key(code, key):
        commands.admit(door="key", address=address, at=request.at)
        raise NotVisible
    if request.method == "POST" and not commands.admit(door="follow", address=address, at=request.at):
        return _wait(request)
    return None


@key_door(reason=REASON, stops=with_key)
def raiser(request: Request, code: str, key: str) -> HttpResponse:
    return private(in_tongue(_raiser, request, code, key))


@key_door(reason=REASON, stops=with_key)
def receipt(request: Request, code: str, key: str) -> HttpResponse:
    def view(request: Request) -> HttpResponse:
        return show(request, "portal/concern_receipt.html", pages.receipt_page(code, key, here(request), request.at))

    return private(in_tongue(view, request))


@takes_files_by(FILES)
@key_door(reason=REASON, stops=with_key, methods=("POST",))
def more(request: Request, code: str, key: str) -> HttpResponse:
    return private(in_tongue(_more, request, code, key))


@key_door(reason=REASON, stops=with_key, methods=("POST",))
def reopen(request: Request, code: str, key: str) -> HttpResponse:
    return private(in_tongue(_send, request, code, key, "REOPEN", forms.ReopenForm(typed_in(request.POST))))


@key_door(reason=REASON, stops=with_key, methods=("POST",))
def rate(request: Request, code: str, key: str) -> HttpResponse:
    return private(in_tongue(_send, request, code, key, "RATING", forms.RatingForm(typed_in(request.POST))))


@key_door(reason=REASON, stops=with_key, methods=("GET", "HEAD", "POST"))
def data(request: Request, code: str, key: str) -> HttpResponse:
    return private(in_tongue(_data, request, code, key))


for _view in (more, reopen, rate, data):  # nobody is signed in here; the key and the form's token are asked
    _view.csrf_exempt = True  # type: ignore[attr-defined]


def _more(request: Request, code: str, key: str) -> HttpResponse:
    pages.refuse("MORE", code, request.at)
    try:
        values, photos = concern_photos.read_form(request)
    except concern_photos.CannotRead as cannot:
        wrong = {"MORE": forms.MoreForm(cannot.values)} if cannot.values else None
        return _raiser(
            request, code, key, wrong, note=pages.note_broken(cannot.why), status=503 if cannot.why == "busy" else 422
        )
    return _send(request, code, key, "MORE", forms.MoreForm(values, sent=photos))


def _send(request: Request, code: str, key: str, act: str, form: Any) -> HttpResponse:
    pages.refuse(act, code, request.at)
    token, _flags = came_back(request.POST, f"{act}:{code}", request.at)
    if token is None or token.is_old or not form.is_valid():
        note = None if token is not None and not token.is_old else pages.note_old()
        return _raiser(request, code, key, {act: form}, token, note=note, status=422)
    receipt = _receive(request, code, key, act, form, token)
    if not receipt.is_same:  # the same form with other words: nothing of them is lost
        return _raiser(request, code, key, {act: form}, note=pages.note_again(), status=409)
    return redirect(f"{here(request).root}/phan-anh/{code}/{key}/?da-gui={WORDS[act]}")


def _data(request: Request, code: str, key: str) -> HttpResponse:
    is_post = request.method == "POST"
    form = forms.DataForm(typed_in(request.POST)) if is_post else forms.DataForm()
    token, _flags = came_back(request.POST, f"DATA:{code}", request.at)
    if is_post and token is not None and not token.is_old and form.is_valid():
        _receive(request, code, key, "DATA", form, token)
        return redirect(f"{here(request).root}/phan-anh/{code}/{key}/du-lieu/?da-gui=1")
    guard = shield(f"DATA:{code}", request.at, token)
    page = pages.data_page(code, key, here(request), form, guard, is_sent="da-gui" in request.GET)
    return show(request, "portal/concern_data.html", page, status=422 if is_post else 200)


def _receive(request: Request, code: str, key: str, act: str, form: Any, token: Token) -> commands.Receipt:
    return commands.receive(
        what=act,
        channel="form",
        territory=code.split("-", 1)[1].rsplit("-", 2)[0],
        about=code,
        payload={**form.payload(), "by_key": queries.digest_of(key.strip().lower())},
        photos=getattr(form, "pictures", ()),
        nonce=token.nonce,
        by=PORTAL,
        at=request.at,
    )


def _raiser(
    request: Request,
    code: str,
    key: str,
    wrong: dict[str, Any] | None = None,
    token: Token | None = None,
    *,
    note: Any = None,
    status: int = 200,
) -> HttpResponse:
    def make(act: str) -> tuple[Any, Any]:
        is_wrong = wrong is not None and act in wrong
        form = wrong[act] if is_wrong and wrong is not None else FORMS[act]()
        return form, shield(f"{act}:{code}", request.at, token if is_wrong else None)

    sent = SENT.get(request.GET.get("da-gui", ""), "")
    page = pages.raiser_page(code, key, here(request), request.at, make, sent=sent, note=note)
    return show(request, "portal/concern_raiser.html", page, status=status)


def _wait(request: Request) -> HttpResponse:
    def view(request: Request) -> HttpResponse:
        return show(request, "portal/concern_wait.html", pages.wait_page("", here(request)), status=429)

    return private(in_tongue(view, request))
