"""Doors to reading: the queue, one concern, its photos, figures."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from phoihop.concerns import forms, pages, queries
from phoihop.ground.door import door
from phoihop.ground.respond import respond


@door(needs="concern.list")
def concerns(request: Any) -> HttpResponse:
    form = forms.Filter(request.GET, **pages.filter_choices(request.actor))
    page = pages.queue_page(request.actor, request.GET.dict(), form, request.at)
    return respond(request, "concerns/queue.html", page)


@door(needs="concern.see")
def concern(request: Any, code: str) -> HttpResponse:
    return respond(request, "concerns/concern.html", pages.concern_page(request.actor, code, request.at, forms.fresh))


@door(needs="concern.read")
def photo(request: Any, code: str, number: int) -> HttpResponse:
    media_type, content = queries.photo(request.actor, code, number)
    return HttpResponse(content, headers=pages.photo_headers(media_type))


@door(needs="concern.list")
def figures(request: Any) -> HttpResponse:
    form = forms.Period(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    first, last = pages.days_of(asked.get("tu"), asked.get("den"), request.at)
    page = pages.figures_page(request.actor, first, last, form, request.at)
    return respond(request, "concerns/figures.html", page)
