"""Doors to standing queries and to what they found."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from phoihop.ground.door import door
from phoihop.ground.fields import version_in
from phoihop.ground.parts import ActPage
from phoihop.ground.powers import NotVisible
from phoihop.ground.respond import respond
from phoihop.press.commands import matching as commands
from phoihop.press.forms import matching as forms
from phoihop.press.pages import matching as pages

BOTH = ("GET", "HEAD", "POST")
SAYS = {"dung": commands.keep_match, "khong-phai": commands.drop_match}


@door(needs="standing.list")
def standings(request: Any) -> HttpResponse:
    return respond(request, "press/matching/list.html", pages.standings_page(request.actor, request.GET.dict()))


@door(needs="standing.see")
def standing(request: Any, code: str) -> HttpResponse:
    page = pages.standing_page(request.actor, code, request.GET.dict())
    return respond(request, "press/matching/standing.html", page)


@door(needs="standing.begin", methods=BOTH)
def begin_standing(request: Any) -> HttpResponse:
    chosen = request.POST.get("topic") or request.GET.get("van-de", "")[:80]
    start = {"topic": chosen}
    form = forms.asked(forms.Begin, request, topics=pages.topics(request.actor, request.at, chosen), initial=start)
    if not form.is_valid() or "preview" in request.POST:
        return _write(request, pages.begin_page(request.actor, form, request.at), form)
    begun = commands.begin_standing_query(
        unit_id=request.actor.unit_id, **form.values(), by=request.actor, at=request.at
    )
    return redirect("press:standing", begun.code)


@door(needs="standing.amend", methods=BOTH)
def amend_standing(request: Any, code: str) -> HttpResponse:
    form = forms.asked(forms.Amend, request, initial=pages.start_of(request.actor, code))
    if not form.is_valid() or "preview" in request.POST:
        return _write(request, pages.amend_page(request.actor, code, form, request.at), form)
    commands.amend_standing_query(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("press:standing", code)


@door(needs="standing.pause", methods=BOTH)
def pause_standing(request: Any, code: str) -> HttpResponse:
    form = forms.asked(forms.Stop, request, initial=pages.start_of(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.stop_page(request.actor, code, "pause", form))
    commands.pause_standing_query(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("press:standing", code)


@door(needs="standing.pause", methods=("POST",))
def resume_standing(request: Any, code: str) -> HttpResponse:
    commands.resume_standing_query(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("press:standing", code)


@door(needs="standing.end", methods=BOTH)
def end_standing(request: Any, code: str) -> HttpResponse:
    form = forms.asked(forms.Stop, request, initial=pages.start_of(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.stop_page(request.actor, code, "end", form))
    commands.end_standing_query(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("press:standing", code)


@door(needs="standing.list")
def topic_stories(request: Any, topic: str) -> HttpResponse:
    page = pages.topic_stories_page(request.actor, topic, request.GET.dict())
    return respond(request, "press/matching/stories.html", page)


@door(needs="match.judge", methods=("POST",))
def judge_match(request: Any, story: str, topic: str, say: str) -> HttpResponse:
    if say not in SAYS:
        raise NotVisible
    SAYS[say](story=story, topic=topic, by=request.actor, at=request.at)
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, None) and back.startswith("/")
    return redirect(back) if is_ours else redirect("press:topic-stories", topic)


@door(needs="match.judge", methods=BOTH)
def add_match(request: Any, story: str) -> HttpResponse:
    form = forms.asked(
        forms.Add, request, topics=pages.topics(request.actor, request.at, request.POST.get("topic", ""))
    )
    if not form.is_valid():
        return _ask(request, pages.add_page(request.actor, story, form))
    commands.keep_match(story=story, topic=form.cleaned_data["topic"], by=request.actor, at=request.at)
    return redirect("press:story", story)


def _write(request: Any, page: pages.WritePage, form: Any) -> HttpResponse:
    status = 422 if form.is_bound and not form.is_valid() else 200
    return respond(request, "press/matching/write.html", page, status=status)


def _ask(request: Any, page: ActPage) -> HttpResponse:
    return respond(request, "ground/act.html", page, status=422 if request.method == "POST" else 200)
