"""Doors to the addresses of a unit."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.ground.door import Request, door
from phoihop.ground.respond import respond
from phoihop.mail import commands, forms, pages

ASKING = ("GET", "HEAD", "POST")


@door(needs="address.add", methods=ASKING)
def add_address(request: Request, code: str) -> HttpResponse:
    actor, at = request.actor, request.at
    form = forms.Add(request.POST or None, posts=pages.posts_of_unit(actor, code, at))
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return respond(request, "ground/act.html", pages.add_page(actor, code, form, at), status=status)
    commands.add_address(unit_id=pages.unit_of(actor, code), **form.cleaned_data, by=actor, at=at)
    return redirect("organizations:unit", code)


@door(needs="address.retire", methods=ASKING)
def hand_over_address(request: Request, code: str) -> HttpResponse:
    actor, at = request.actor, request.at
    start = pages.start_of_hand_over(actor, code)
    form = forms.HandOver(request.POST or None, initial=start, posts=pages.posts_beside(actor, code, at))
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return respond(request, "ground/act.html", pages.hand_over_page(actor, code, form), status=status)
    commands.hand_over_address(code=code, **form.cleaned_data, by=actor, at=at)
    return redirect(pages.back_url(actor, code))


@door(needs="address.retire", methods=("POST",))
def retire_address(request: Request, code: str) -> HttpResponse:
    form = forms.Retire(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    commands.retire_address(code=code, version=version, by=request.actor, at=request.at)
    return redirect(pages.back_url(request.actor, code))


@door(needs="address.retire", methods=("POST",))
def make_main_address(request: Request, code: str) -> HttpResponse:
    form = forms.Retire(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    commands.make_main_address(code=code, version=version, by=request.actor, at=request.at)
    return redirect(pages.back_url(request.actor, code))


@door(needs="address.retire", methods=("POST",))
def ask_links(request: Request, code: str) -> HttpResponse:
    form = forms.AskLinks(request.POST)
    given = form.cleaned_data if form.is_valid() else {"version": None, "asks": False}
    commands.ask_for_links(code=code, **given, by=request.actor, at=request.at)
    return redirect(pages.back_url(request.actor, code))
