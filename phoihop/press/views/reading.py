"""Doors to stories and sources."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.ground.door import door
from phoihop.ground.fields import version_in
from phoihop.ground.parts import ActPage
from phoihop.ground.respond import respond
from phoihop.press import commands
from phoihop.press.forms import reading as forms
from phoihop.press.forms.spokespersons import given
from phoihop.press.pages import reading as pages
from phoihop.press.pages import reading_sources as source_pages
from phoihop.press.queries import reading as queries

BOTH = ("GET", "HEAD", "POST")


@door(needs="story.list")
def stories(request: Any) -> HttpResponse:
    form = forms.StoryFilter(request.GET, publishers=queries.publishers())
    return respond(request, "press/reading/stories.html", pages.stories_page(request.actor, request.GET.dict(), form))


@door(needs="story.see")
def story(request: Any, code: str) -> HttpResponse:
    return respond(request, "press/reading/story.html", pages.story_page(request.actor, code, request.at))


@door(needs="story.clip", methods=BOTH)
def clip(request: Any) -> HttpResponse:
    form = given(forms.Clip, request, sources=queries.manual_sources(request.actor))
    if not form.is_valid():
        return _ask(request, pages.clip_page(request.actor, form))
    unit_id = request.actor.unit_id
    clipped = commands.clip(unit_id=unit_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("press:story", clipped.story)


@door(needs="story.hide", methods=BOTH)
def hide_story(request: Any, code: str) -> HttpResponse:
    form = given(forms.Reason, request, initial=pages.start_of(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.hide_page(request.actor, code, form))
    commands.hide_story(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("press:story", code)


@door(needs="story.hide", methods=("POST",))
def show_story(request: Any, code: str) -> HttpResponse:
    commands.show_story(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("press:story", code)


@door(needs="story.merge", methods=BOTH)
def merge_story(request: Any, code: str) -> HttpResponse:
    form = given(forms.Merge, request, initial=pages.start_of(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.merge_page(request.actor, code, form))
    commands.merge_story(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("press:story", code)


@door(needs="story.merge", methods=("POST",))
def part_story(request: Any, code: str) -> HttpResponse:
    commands.part_story(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("press:story", code)


@door(needs="story.split", methods=BOTH)
def split_story(request: Any, code: str) -> HttpResponse:
    items = pages.items_of(request.actor, code)
    form = given(forms.Split, request, items=items, initial=pages.start_of(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.split_page(request.actor, code, form))
    commands.split_story(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("press:story", code)


@door(needs="source.list")
def sources(request: Any) -> HttpResponse:
    page = source_pages.sources_page(request.actor, request.GET.dict())
    return respond(request, "press/reading/sources.html", page)


@door(needs="source.see")
def source(request: Any, code: str) -> HttpResponse:
    return respond(request, "press/reading/source.html", source_pages.source_page(request.actor, code))


@door(needs="source.add", methods=BOTH)
def add_source(request: Any) -> HttpResponse:
    form = given(forms.Add, request)
    if not form.is_valid():
        return _ask(request, source_pages.add_page(request.actor, form))
    unit_id = request.actor.unit_id
    added = commands.add_source(unit_id=unit_id, **form.values(), by=request.actor, at=request.at)
    return redirect("press:source", added.code)


@door(needs="source.amend", methods=BOTH)
def amend_source(request: Any, code: str) -> HttpResponse:
    form = given(forms.Source, request, initial=source_pages.start_of(request.actor, code))
    if not form.is_valid():
        return _ask(request, source_pages.act_page(request.actor, code, "amend", form))
    commands.amend_source(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("press:source", code)


@door(needs="source.pause", methods=BOTH)
def pause_source(request: Any, code: str) -> HttpResponse:
    form = given(forms.Reason, request, initial={"version": source_pages.start_of(request.actor, code)["version"]})
    if not form.is_valid():
        return _ask(request, source_pages.act_page(request.actor, code, "pause", form))
    commands.pause_source(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("press:source", code)


@door(needs="source.pause", methods=("POST",))
def resume_source(request: Any, code: str) -> HttpResponse:
    commands.resume_source(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("press:source", code)


@door(needs="press.set_reading", methods=BOTH)
def reading_term(request: Any) -> HttpResponse:
    form = given(forms.Term, request, initial=source_pages.term_start(request.actor))
    if not form.is_valid():
        return _ask(request, source_pages.term_page(request.actor, form))
    territory = source_pages.territory_of(request.actor)
    commands.set_reading(territory=territory, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("press:sources")


def _ask(request: Any, page: ActPage) -> HttpResponse:
    return respond(request, "ground/act.html", page, status=422 if request.method == "POST" else 200)
