"""The doors of the desk."""

from __future__ import annotations

import hashlib

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from phoihop.desk import forms, pages, queries, rules
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.door import Request, door, open_door
from phoihop.ground.respond import respond
from phoihop.ledger import commands as ledger_commands
from phoihop.organizations import commands as organization_commands

FEED = "calendar programs cannot sign in: the address, which cannot be guessed, is the key to what its owner may see"


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
def calendar(request: Request) -> HttpResponse:
    form = forms.Calendar(request.GET, kinds=[(kind.key, kind.words) for kind in queries.calendar_kinds()])
    page = pages.calendar_page(request.actor, form.asked(local_date(request.at)), form, request.at)
    return respond(request, "desk/calendar.html", page)


@door(needs="desk.see")
def clashes(request: Request) -> HttpResponse:
    day = rules.day_in(request.GET.get("ngay", ""), local_date(request.at))
    chosen = rules.numbers_in(request.GET.getlist("co_quan"))
    view = queries.clash_view(request.actor, day, chosen, request.at)
    form = forms.Clashes({"ngay": day, "co_quan": view.chosen}, units=[(unit.id, unit.name) for unit in view.units])
    return respond(request, "desk/calendar_clashes.html", pages.clash_page(request.actor, view, form, request.at))


@door(needs="desk.see")
def ahead(request: Request) -> HttpResponse:
    days, whose = rules.ahead_in(request.GET.dict())
    return respond(request, "desk/calendar_ahead.html", pages.ahead_page(request.actor, days, whose, request.at))


@open_door(reason=FEED)
def feed(request: Request, token: str) -> HttpResponse:
    read = organization_commands.read_feed(token=token, by=Actor.system("front-door"), at=request.at)
    if read.wait:
        return HttpResponse(status=429, headers={"Retry-After": str(read.wait)})
    text = queries.feed_text(read.account_id, read.what, unit_id=read.unit_id, about=read.about, at=request.at)
    tag = quote_etag(hashlib.sha256(text.encode()).hexdigest()[:32])
    head = {"ETag": tag, "Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=head)
    return get_conditional_response(request, etag=tag, response=answer) or answer


@door(needs="desk.see")
def more(request: Request) -> HttpResponse:
    return respond(request, "desk/more.html", pages.more_page())


def _before(request: Request) -> int | None:
    """The number of the entry the page before ended with."""
    asked = request.GET.get("truoc", "")
    return int(asked) if asked.isdecimal() and len(asked) < 19 else None
