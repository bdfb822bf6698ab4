from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.ground.door import door
from phoihop.ground.respond import respond
from phoihop.notices import commands, forms, pages


@door(needs="notice.list")
def inbox(request: Any) -> HttpResponse:
    return respond(request, "notices/inbox.html", pages.inbox_page(request.actor, request.GET.dict(), request.at))


@door(needs="notice.read", methods=("POST",))
def read(request: Any, notice_id: int) -> HttpResponse:
    commands.mark_read(notice_id=notice_id, by=request.actor, at=request.at)
    return redirect(pages.back_url(request.POST.get("back", "")))


@door(needs="notice.read", methods=("POST",))
def read_all(request: Any) -> HttpResponse:
    form = forms.UpTo(request.POST)
    if form.is_valid():
        commands.mark_all_read(up_to=form.cleaned_data["up_to"], by=request.actor, at=request.at)
    return redirect(pages.back_url(request.POST.get("back", "")))
