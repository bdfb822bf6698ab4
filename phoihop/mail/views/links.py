"""The door behind a signed link."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.ground.door import Request, open_door
from phoihop.ground.respond import respond
from phoihop.mail import commands, forms, pages

REASON = "the link itself, which cannot be guessed, is the key: one act on one thing for one office"


@open_door(reason=REASON, methods=("GET", "HEAD", "POST"))
def link(request: Request, token: str) -> HttpResponse:
    act = pages.act_of_link(token, request.at)
    if request.method != "POST":
        if request.method == "GET":
            commands.note_opening(token=token, at=request.at)
        return _page(request, token, forms.act_form(act))
    if "send_code" in request.POST:
        answered = commands.send_code(token=token, at=request.at)
        return _page(request, token, forms.act_form(act), answered)
    form = forms.act_form(act, request.POST)
    if not form.is_valid():
        return _page(request, token, form, status=422)
    values = dict(form.cleaned_data)
    second_code = values.pop(forms.CODE, "")
    answered = commands.use_link(
        token=token,
        values=values,
        second_code=second_code,
        used_from=request.META.get("REMOTE_ADDR", ""),
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
