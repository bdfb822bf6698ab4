"""The doors of the desk."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.desk import forms, pages
from phoihop.ground.door import Request, door
from phoihop.ground.respond import respond
from phoihop.ledger import commands as ledger_commands


@door(needs="desk.see")
def today(request: Request) -> HttpResponse:
    return respond(request, "desk/today.html", pages.today_page(request.actor, request.at))


@door(needs="plan.list")
def programme(request: Request) -> HttpResponse:
    return respond(request, "desk/programme.html", pages.programme_page(request.actor, request.GET.dict(), request.at))


@door(needs="ledger.see")
def ledger(request: Request) -> HttpResponse:
    form = forms.FindEntries(request.GET or {}, kinds=pages.kinds())
    return respond(request, "desk/ledger.html", pages.ledger_page(request.actor, form, _before(request)))


@door(needs="delivery.retry", methods=("POST",))
def retry(request: Request, delivery_id: int) -> HttpResponse:
    ledger_commands.retry_delivery(delivery_id=delivery_id, by=request.actor, at=request.at)
    return redirect("desk:ledger")


@door(needs="ledger.erase", methods=("GET", "HEAD", "POST"))
def erase(request: Request, entry_id: int, field: str) -> HttpResponse:
    form = forms.Erase(request.POST if request.method == "POST" else None)
    page = pages.erase_page(request.actor, form, entry_id, field)
    if not form.is_valid():
        return respond(request, "desk/erase.html", page, status=422 if form.is_bound else 200)
    ledger_commands.erase_personal(entry_id=entry_id, field=field, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect(page.cancel.url)


@door(needs="desk.see")
def timeline(request: Request, on: str, code: str) -> HttpResponse:
    page = pages.timeline_page(request.actor, on, code, _before(request), request.at)
    return respond(request, "desk/timeline.html", page)


@door(needs="desk.see")
def search(request: Request) -> HttpResponse:
    return respond(request, "desk/search.html", pages.search_page(request.actor, forms.Search(request.GET)))


@door(needs="desk.see")
def suggest(request: Request) -> HttpResponse:
    page = pages.suggested_page(request.actor, request.GET.get("q", ""))
    return respond(request, "desk/_suggested.html", page, fragment="desk/_suggested.html")


@door(needs="desk.see")
def more(request: Request) -> HttpResponse:
    return respond(request, "desk/more.html", pages.more_page())


def _before(request: Request) -> int | None:
    """The number of the entry the page before ended with."""
    asked = request.GET.get("truoc", "")
    return int(asked) if asked.isdecimal() and len(asked) < 19 else None
