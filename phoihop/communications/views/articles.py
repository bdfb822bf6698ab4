"""Doors of the editor's desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from phoihop.communications import commands, pages
from phoihop.communications.forms import news as forms
from phoihop.ground.command import SomebodyWasFaster
from phoihop.ground.door import door
from phoihop.ground.fields import version_in
from phoihop.ground.respond import respond

BOTH = ("GET", "HEAD", "POST")
POST = ("POST",)


@door(needs="article.list")
def articles(request: Any) -> HttpResponse:
    return respond(request, "communications/articles.html", pages.list_page(request.actor, request.GET))


@door(needs="article.begin", methods=BOTH)
def begin(request: Any) -> HttpResponse:
    source = request.GET.get("tu", "")[:80]
    start = pages.start_from(request.actor, source)
    form = forms.given(forms.Article, request, initial=start, is_out=False, **pages.choices(request.actor))
    if not form.is_valid():
        return _write(request, pages.begin_page(request.actor, source, form))
    given = {name: value for name, value in form.values().items() if name != "version"}
    unit_id = request.actor.unit_id
    told = commands.begin_article(unit_id=unit_id, source=source, **given, by=request.actor, at=request.at)
    return redirect("communications:article", told.code)


@door(needs="article.see")
def article(request: Any, code: str) -> HttpResponse:
    return respond(request, "communications/article.html", pages.article_page(request.actor, code))


@door(needs="article.write", methods=BOTH)
def write(request: Any, code: str) -> HttpResponse:
    form = _form(request, code)
    if not form.is_valid():
        return _write(request, pages.write_page(request.actor, code, form))
    try:
        commands.write_article(code=code, **form.values(), by=request.actor, at=request.at)
    except SomebodyWasFaster as faster:  # both texts stay: the one on record, the other in the form
        overtaken = pages.overtaken(form, faster.version)
        return _write(request, pages.write_page(request.actor, code, overtaken, is_overtaken=True), status=409)
    return redirect("communications:article", code)


@door(needs="article.see")
def compare(request: Any, code: str) -> HttpResponse:
    return respond(request, "communications/compare.html", pages.compare_page(request.actor, code, request.GET))


@door(needs="article.see", methods=POST)
def preview(request: Any, code: str) -> HttpResponse:
    token = commands.preview_article(code=code, by=request.actor, at=request.at)
    return redirect(f"/xem-truoc/{token}/")


@door(needs="article.send", methods=POST)
def send(request: Any, code: str) -> HttpResponse:
    return _at_once(request, code, commands.send_article)


@door(needs="article.send", methods=POST)
def take_back(request: Any, code: str) -> HttpResponse:
    return _at_once(request, code, commands.take_back_article)


@door(needs="article.return", methods=BOTH)
def give_back(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Reason, request, initial=pages.version_of(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.act_page(request.actor, code, "return", form))
    commands.return_article(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:article", code)


@door(needs="article.approve", methods=POST)
def approve(request: Any, code: str) -> HttpResponse:
    return _at_once(request, code, commands.approve_article)


@door(needs="article.publish", methods=POST)
def publish(request: Any, code: str) -> HttpResponse:
    return _at_once(request, code, commands.publish_article)


@door(needs="article.publish", methods=BOTH)
def schedule(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Schedule, request, initial=pages.version_of(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.act_page(request.actor, code, "schedule", form))
    values = form.values(timezone.get_current_timezone())
    commands.schedule_article(code=code, **values, by=request.actor, at=request.at)
    return redirect("communications:article", code)


@door(needs="article.publish", methods=POST)
def unschedule(request: Any, code: str) -> HttpResponse:
    return _at_once(request, code, commands.unschedule_article)


@door(needs="article.write", methods=POST)
def revise(request: Any, code: str) -> HttpResponse:
    return _at_once(request, code, commands.revise_article)


@door(needs="article.write", methods=POST)
def drop(request: Any, code: str) -> HttpResponse:
    return _at_once(request, code, commands.drop_article)


@door(needs="article.withdraw", methods=BOTH)
def withdraw(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Note, request, initial=pages.version_of(request.actor, code))
    if not form.is_valid():
        return _ask(request, pages.act_page(request.actor, code, "withdraw", form))
    commands.withdraw_article(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("communications:article", code)


def _form(request: Any, code: str) -> forms.Article:
    start = pages.start_of(request.actor, code)
    offered = pages.choices(request.actor, str(start["picture"]))
    is_out = pages.is_out(request.actor, code)
    form: forms.Article = forms.given(forms.Article, request, initial=start, is_out=is_out, **offered)
    return form


def _at_once(request: Any, code: str, command: Any) -> HttpResponse:
    command(code=code, version=version_in(request), by=request.actor, at=request.at)
    return redirect("communications:article", code)


def _write(request: HttpRequest, page: pages.WritePage, status: int = 422) -> HttpResponse:
    return respond(request, "communications/write.html", page, status=status if request.method == "POST" else 200)


def _ask(request: HttpRequest, page: Any) -> HttpResponse:
    return respond(request, "ground/act.html", page, status=422 if request.method == "POST" else 200)
