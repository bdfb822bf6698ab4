"""The doors behind a signed link, and those to what became of links."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from phoihop.ground.door import Request, door, key_door, open_door, takes_files
from phoihop.ground.powers import NotVisible
from phoihop.ground.respond import respond, send_file
from phoihop.mail import commands, forms, pages

REASON = "the link itself, which cannot be guessed, is the key: one act on one thing for one office"


@open_door(reason=REASON, methods=("GET", "HEAD", "POST"))  # type: ignore[arg-type]  # a file is sent as a stream
def link(request: Request, token: str) -> HttpResponseBase:
    act = pages.act_of_link(token, request.at)
    if request.method != "POST":
        if request.method == "GET":
            commands.note_opening(token=token, at=request.at)
        return _page(request, token, forms.act_form(act))
    if "send_code" in request.POST:
        answered = commands.send_code(token=token, at=request.at)
        return _page(request, token, forms.act_form(act), answered)
    if "paper" in request.POST:
        opened = commands.open_paper(token=token, paper=request.POST["paper"], at=request.at)
        if isinstance(opened, commands.Outcome):
            return _page(request, token, forms.act_form(act), opened)
        return send_file(opened.file, media_type=opened.media_type, size=opened.size, name=opened.file_name)
    return _use(request, token, forms.act_form(act, request.POST))


def stops(request: Request, token: str) -> HttpResponse | None:
    """Looks at the link before files are read: there, open, of an act with files, not used too often."""
    if request.method != "POST":
        return redirect("mail:link", token)
    act = pages.act_of_link(token, request.at)
    if not act.takes_files:
        raise NotVisible
    answered = commands.admit(token=token, at=request.at)
    if answered is None:
        return None
    response = _page(request, token, forms.act_form(act), answered)
    response.status_code = 409 if answered.is_done else answered.status  # a form that is still being sent is not done
    return response


@takes_files
@key_door(reason=REASON, stops=stops, methods=("GET", "HEAD", "POST"))
def link_files(request: Request, token: str) -> HttpResponse:
    act = pages.act_of_link(token, request.at)
    return _use(request, token, forms.act_form(act, request.POST, request.FILES), is_admitted=True)


@door(needs="link.see")
def links(request: Request, code: str) -> HttpResponse:
    page = pages.links_page(request.actor, code, request.at, request.GET.get("truoc", ""))
    return respond(request, "mail/links.html", page)


@door(needs="link.withdraw", methods=("POST",))
def withdraw_link(request: Request, link_id: int) -> HttpResponse:
    commands.withdraw_link(link_id=link_id, by=request.actor, at=request.at)
    return redirect(pages.after_withdrawing(request.actor, link_id))


def _use(request: Request, token: str, form: Any, *, is_admitted: bool = False) -> HttpResponse:
    if not form.is_valid():
        return _page(request, token, form, status=422)
    values = dict(form.cleaned_data)
    answered = commands.use_link(
        token=token,
        files=values.pop(forms.FILES, ()),
        second_code=values.pop(forms.CODE, ""),
        values=values,
        used_from=request.META.get("REMOTE_ADDR", ""),
        is_admitted=is_admitted,
        at=request.at,
    )
    return redirect("mail:link", token) if answered.is_done else _page(request, token, form, answered)


def _page(
    request: Request, token: str, form: Any, answered: commands.Outcome | None = None, status: int = 200
) -> HttpResponse:
    said, status = (answered.said, answered.status) if answered else ("", status)
    page = pages.link_page(token, form, request.at, said=said, status=status)
    response = respond(request, "mail/link.html", page, status=page.status)
    response["Cache-Control"] = "private, no-store"  # what it shows is for whoever holds the link, now
    response["X-Robots-Tag"] = "noindex"
    return response
