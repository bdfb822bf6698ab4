from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.ground.door import Request, door
from phoihop.ground.respond import respond
from phoihop.notices import commands, forms, pages

ASKING = ("GET", "HEAD", "POST")


@door(needs="notice.list")
def inbox(request: Request) -> HttpResponse:
    return respond(request, "notices/inbox.html", pages.inbox_page(request.actor, request.GET.dict(), request.at))


@door(needs="notice.read", methods=("POST",))
def read(request: Request, notice_id: int) -> HttpResponse:
    commands.mark_read(notice_id=notice_id, by=request.actor, at=request.at)
    return redirect(pages.back_url(request.POST.get("back", "")))


@door(needs="notice.read", methods=("POST",))
def read_all(request: Request) -> HttpResponse:
    form = forms.UpTo(request.POST)
    if form.is_valid():
        commands.mark_all_read(up_to=form.cleaned_data["up_to"], by=request.actor, at=request.at)
    return redirect(pages.back_url(request.POST.get("back", "")))


@door(needs="notice.list")
def office(request: Request) -> HttpResponse:
    return respond(request, "notices/inbox.html", pages.office_page(request.actor, request.GET.dict(), request.at))


@door(needs="inbox.keep", methods=("POST",))
def read_office(request: Request, notice_id: int) -> HttpResponse:
    commands.mark_inbox_notice_read(notice_id=notice_id, by=request.actor, at=request.at)
    return redirect(pages.office_back_url(request.POST.get("back", "")))


@door(needs="inbox.keep", methods=("POST",))
def read_all_office(request: Request) -> HttpResponse:
    form = forms.UpTo(request.POST)
    if form.is_valid():
        commands.mark_inbox_read(up_to=form.cleaned_data["up_to"], by=request.actor, at=request.at)
    return redirect(pages.office_back_url(request.POST.get("back", "")))


@door(needs="notice.set", methods=ASKING)
def settings(request: Request) -> HttpResponse:
    start = pages.start_of_arrange(request.actor)
    form = forms.Arrange(request.POST or None, initial=start, rooms=pages.rooms_to_arrange())
    if not form.is_valid():
        page = pages.arrange_page(request.actor, form)
        return respond(request, "notices/arrange.html", page, status=422 if form.is_bound else 200)
    commands.arrange_notices(**form.values(), by=request.actor, at=request.at)
    return redirect("notices:settings")


@door(needs="notice.set", methods=ASKING)
def address(request: Request) -> HttpResponse:
    form = forms.AskAddress(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return respond(request, "ground/act.html", pages.ask_address_page(form), status=status)
    commands.ask_address(**form.cleaned_data, by=request.actor, at=request.at)
    return redirect("notices:confirm")


@door(needs="notice.set", methods=ASKING)
def confirm(request: Request) -> HttpResponse:
    form = forms.Confirm(request.POST or None)
    if not form.is_valid():
        page = pages.confirm_page(request.actor, form)
        return respond(request, "ground/act.html", page, status=422 if form.is_bound else 200)
    commands.confirm_address(**form.cleaned_data, by=request.actor, at=request.at)
    return redirect("notices:settings")


@door(needs="notice.set", methods=("POST",))
def drop_address(request: Request) -> HttpResponse:
    commands.drop_address(by=request.actor, at=request.at)
    return redirect("notices:settings")


@door(needs="inbox.keep", methods=ASKING)
def office_settings(request: Request) -> HttpResponse:
    start = pages.start_of_inbox_arrange(request.actor)
    form = forms.Arrange(request.POST or None, initial=start, rooms=pages.rooms_to_arrange())
    if not form.is_valid():
        page = pages.inbox_arrange_page(request.actor, form, request.at)
        return respond(request, "notices/arrange.html", page, status=422 if form.is_bound else 200)
    commands.arrange_inbox(**form.values(), by=request.actor, at=request.at)
    return redirect("notices:office")


@door(needs="inbox.keep", methods=ASKING)
def hand_over(request: Request, code: str) -> HttpResponse:
    actor, at = request.actor, request.at
    posts, start = pages.posts_to_own(actor, code, at), pages.start_of_hand_over(actor, code)
    form = forms.HandOver(request.POST or None, initial=start, posts=posts)
    if not form.is_valid():
        page = pages.hand_over_page(actor, code, form, at)
        return respond(request, "ground/act.html", page, status=422 if form.is_bound else 200)
    commands.hand_over_inbox(unit_id=pages.unit_of(actor, code), **form.cleaned_data, by=actor, at=at)
    return redirect("organizations:unit", code)
