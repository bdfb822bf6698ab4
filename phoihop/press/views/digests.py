"""Doors to press digests."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from phoihop.ground.door import door
from phoihop.ground.fields import version_in
from phoihop.ground.parts import ActPage
from phoihop.ground.respond import respond
from phoihop.press import commands
from phoihop.press.forms import digests as forms
from phoihop.press.forms.handing import asked
from phoihop.press.pages import digests as pages
from phoihop.press.pages.handing import offices

BOTH = ("GET", "HEAD", "POST")
POST = ("POST",)


@door(needs="press_digest.list")
def digests(request: Any) -> HttpResponse:
    return respond(request, "press/digests/list.html", pages.digests_page(request.actor, request.GET.dict()))


@door(needs="press_digest.see")
def digest(request: Any, code: str) -> HttpResponse:
    return respond(request, "press/digests/digest.html", pages.digest_page(request.actor, code))


@door(needs="press_digest.see")
def download_digest(request: Any, code: str, kind: str) -> HttpResponse:
    content = commands.render_digest(code=code, kind=kind, by=request.actor, at=request.at)
    return HttpResponse(content, headers=pages.digest_headers(code, kind))


@door(needs="press_digest.set", methods=BOTH)
def set_digest(request: Any) -> HttpResponse:
    start = pages.set_start(request.actor)
    ticked = request.POST.getlist("readers") or [str(one) for one in start["readers"]]
    units = offices(request.actor, request.POST, ticked, request.at)
    form = asked(forms.SetDigest, request, units=units, initial=start)
    if not form.is_valid():
        return _ask(request, pages.set_page(request.actor, form))
    commands.set_digest(unit_id=request.actor.unit_id, **form.values(), by=request.actor, at=request.at)
    return redirect("press:digests")


@door(needs="press_digest.make", methods=POST)
def make_digest(request: Any) -> HttpResponse:
    made = commands.make_digest(unit_id=request.actor.unit_id, by=request.actor, at=request.at)
    return redirect("press:digest", made.code)


@door(needs="press_digest.edit", methods=POST)
def edit_entry(request: Any, code: str, story: str) -> HttpResponse:
    do, version = request.POST.get("do", ""), version_in(request)
    commands.arrange_entry(code=code, story=story, do=do, version=version, by=request.actor, at=request.at)
    return redirect(f"{reverse('press:digest', args=[code])}#{story}")


@door(needs="press_digest.edit", methods=BOTH)
def note_story(request: Any, code: str, story: str) -> HttpResponse:
    form = asked(forms.NoteStory, request, initial=pages.note_start(request.actor, code, story))
    if not form.is_valid():
        return _ask(request, pages.note_page(request.actor, code, story, form))
    commands.note_story(code=code, story=story, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect(f"{reverse('press:digest', args=[code])}#{story}")


@door(needs="press_digest.approve", methods=POST)
def approve_digest(request: Any, code: str) -> HttpResponse:
    commands.approve_digest(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("press:digest", code)


@door(needs="press_digest.approve", methods=BOTH)
def return_digest(request: Any, code: str) -> HttpResponse:
    form = asked(forms.ReturnDigest, request, initial=pages.return_start(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.return_page(request.actor, code, form))
    commands.return_digest(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("press:digest", code)


@door(needs="press_digest.issue", methods=POST)
def issue_digest(request: Any, code: str) -> HttpResponse:
    commands.issue_digest(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("press:digest", code)


@door(needs="press_digest.edit", methods=POST)
def drop_digest(request: Any, code: str) -> HttpResponse:
    commands.drop_digest(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("press:digests")


@door(needs="press_digest.leave", methods=POST)
def leave_digest(request: Any, code: str) -> HttpResponse:
    commands.leave_digest(code=code, by=request.actor, at=request.at)
    return redirect("press:digests")


def _ask(request: Any, page: ActPage) -> HttpResponse:
    is_sent = request.method == "POST" and "search" not in request.POST
    return respond(request, "ground/act.html", page, status=422 if is_sent else 200)
