from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.ground.clock import local_date
from phoihop.ground.door import Request, door
from phoihop.ground.respond import respond
from phoihop.obligations import commands, forms, pages
from phoihop.organizations.queries import unit_number

POST = ("POST",)


@door(needs="obligation.list")
def board(request: Request) -> HttpResponse:
    save = forms.Filter(initial={"query": request.GET.urlencode()})
    return respond(request, "obligations/board.html", pages.board_page(request.actor, request.GET, request.at, save))


@door(needs="filter.keep", methods=POST)
def save_filter(request: Request) -> HttpResponse:
    form = forms.Filter(request.POST)
    if not form.is_valid():
        page = pages.board_page(request.actor, request.GET, request.at, form)
        return respond(request, "obligations/board.html", page, status=422)
    commands.save_filter(**form.cleaned_data, by=request.actor, at=request.at)
    response = redirect("obligations:board")
    response["Location"] += f"?{form.cleaned_data['query']}"
    return response


@door(needs="filter.keep", methods=POST)
def drop_filter(request: Request, filter_id: int) -> HttpResponse:
    commands.drop_filter(filter_id=filter_id, by=request.actor, at=request.at)
    return redirect("obligations:board")


@door(needs="obligation.see")
def item(request: Request, code: str) -> HttpResponse:
    return _item(request, code)


@door(needs="obligation.see")
def why(request: Request, code: str) -> HttpResponse:
    page = pages.why_page(request.actor, code, request.at)
    return respond(request, "obligations/why.html", page, fragment="obligations/_why.html")


@door(needs="obligation.hand_in", methods=POST)
def start(request: Request, code: str) -> HttpResponse:
    return _act(request, code, "start", forms.Act, commands.start_obligation)


@door(needs="obligation.hand_in", methods=POST)
def hand_in(request: Request, code: str) -> HttpResponse:
    return _act(request, code, "hand-in", forms.HandInWhole, commands.hand_in_obligation)


@door(needs="obligation.work", methods=POST)
def support(request: Request, code: str) -> HttpResponse:
    return _act(request, code, "support", forms.HandIn, commands.support_obligation)


@door(needs="obligation.accept", methods=POST)
def accept(request: Request, code: str) -> HttpResponse:
    return _act(request, code, "accept", forms.Act, commands.accept_obligation)


@door(needs="obligation.return", methods=POST)
def give_back(request: Request, code: str) -> HttpResponse:
    return _act(request, code, "return", forms.Reason, commands.return_obligation)


@door(needs="obligation.waive", methods=POST)
def waive(request: Request, code: str) -> HttpResponse:
    return _act(request, code, "waive", forms.Reason, commands.waive_obligation)


@door(needs="obligation.work", methods=POST)
def block(request: Request, code: str) -> HttpResponse:
    return _act(request, code, "block", forms.Reason, commands.block_obligation)


@door(needs="obligation.work", methods=POST)
def unblock(request: Request, code: str) -> HttpResponse:
    return _act(request, code, "unblock", forms.Act, commands.unblock_obligation)


@door(needs="obligation.work", methods=POST)
def ask_extension(request: Request, code: str) -> HttpResponse:
    return _act(request, code, "ask-extension", forms.Later, commands.request_extension)


@door(needs="obligation.extend", methods=POST)
def grant_extension(request: Request, code: str) -> HttpResponse:
    return _act(request, code, "grant-extension", forms.Later, commands.grant_extension)


@door(needs="obligation.extend", methods=POST)
def decide_extension(request: Request, code: str, extension_id: int) -> HttpResponse:
    form = forms.Decide(request.POST, auto_id="decide-extension_%s")
    if not form.is_valid():
        return _item(request, code, {"decide-extension": form})
    commands.decide_extension(extension_id=extension_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("obligations:item", code)


@door(needs="obligation.send_link", methods=POST)
def send_link(request: Request, code: str) -> HttpResponse:
    form = forms.SendLink(request.POST)
    unit_id = form.cleaned_data["unit_id"] if form.is_valid() else 0
    commands.send_duty_link(code=code, unit_id=unit_id, by=request.actor, at=request.at)
    return redirect("obligations:item", code)


@door(needs="obligation.list")
def provision(request: Request) -> HttpResponse:
    page = pages.provision_page(request.actor, request.GET, request.at, forms.Provision)
    return respond(request, "obligations/provision.html", page)


@door(needs="obligation.expect", methods=POST)
def expect(request: Request, code: str) -> HttpResponse:
    return _act(request, code, "expect", forms.Expect, commands.expect_documents)


@door(needs="obligation.provide", methods=POST)
def provide(request: Request, code: str, expected_id: int) -> HttpResponse:
    return _line(request, code, expected_id, "provide", forms.Provide, commands.provide_document)


@door(needs="obligation.withhold", methods=POST)
def withhold(request: Request, code: str, expected_id: int) -> HttpResponse:
    return _line(request, code, expected_id, "withhold", forms.Withhold, commands.withhold_document)


@door(needs="obligation.review_withholding", methods=POST)
def review_withholding(request: Request, code: str, expected_id: int) -> HttpResponse:
    make, run = forms.ReviewWithholding, commands.review_withholding
    return _line(request, code, expected_id, "review-withholding", make, run)


@door(needs="obligation.withhold", methods=POST)
def lift_withholding(request: Request, code: str, expected_id: int) -> HttpResponse:
    return _line(request, code, expected_id, "lift-withholding", forms.Act, commands.lift_withholding)


@door(needs="obligation.expect", methods=POST)
def drop_expected(request: Request, code: str, expected_id: int) -> HttpResponse:
    return _line(request, code, expected_id, "drop-expected", forms.Act, commands.drop_expected)


@door(needs="ladder.see")
def ladder(request: Request) -> HttpResponse:
    return _ladder(request, request.actor.unit_id)


@door(needs="ladder.see")
def ladder_of(request: Request, code: str) -> HttpResponse:
    return _ladder(request, unit_number(request.actor, code))


@door(needs="ladder.manage", methods=POST)
def set_rung(request: Request, code: str) -> HttpResponse:
    form = forms.SetRung(request.POST, targets=pages.TARGETS)
    return _ladder_act(request, code, form, commands.set_rung, rung=form)


@door(needs="ladder.manage", methods=POST)
def drop_rung(request: Request, code: str) -> HttpResponse:
    return _ladder_act(request, code, forms.DropRung(request.POST), commands.drop_rung)


@door(needs="ladder.manage", methods=POST)
def set_ladder_hours(request: Request, code: str) -> HttpResponse:
    form = forms.LadderHours(request.POST)
    return _ladder_act(request, code, form, commands.set_ladder_hours, hours=form)


@door(needs="ladder.manage", methods=POST)
def reset_ladder(request: Request, code: str) -> HttpResponse:
    return _ladder_act(request, code, forms.Act(request.POST), commands.reset_ladder)


@door(needs="calendar.see")
def days(request: Request) -> HttpResponse:
    return _days(request, forms.Day())


@door(needs="calendar.manage", methods=POST)
def declare_day(request: Request) -> HttpResponse:
    form = forms.Day(request.POST)
    if not form.is_valid():
        return _days(request, form, status=422)
    commands.declare_day(**form.cleaned_data, by=request.actor, at=request.at)
    return redirect("obligations:days")


@door(needs="calendar.manage", methods=POST)
def revoke_day(request: Request) -> HttpResponse:
    form = forms.Revoke(request.POST)
    if not form.is_valid():
        return _days(request, forms.Day(), status=422)
    commands.revoke_day(**form.cleaned_data, by=request.actor, at=request.at)
    return redirect("obligations:days")


def _act(request: Request, code: str, name: str, make: type[Form], run: Callable[..., Any]) -> HttpResponse:
    """Every act on an obligation: its form, its one command, back to the page."""
    form = make(request.POST, auto_id=f"{name}_%s")
    if not form.is_valid():
        return _item(request, code, {name: form})
    run(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("obligations:item", code)


def _line(
    request: Request, code: str, expected_id: int, name: str, make: type[Form], run: Callable[..., Any]
) -> HttpResponse:
    """The same for an act on one expected document."""
    run_on_line = partial(run, expected_id=expected_id)
    return _act(request, code, f"{name}-{expected_id}", make, run_on_line)


def _item(request: Request, code: str, wrong: dict[str, Form] | None = None) -> HttpResponse:
    page = pages.item_page(request.actor, code, request.at, forms.start, wrong or {})
    return respond(request, "obligations/item.html", page, status=422 if wrong else 200)


def _ladder_act(request: Request, code: str, form: Form, run: Callable[..., Any], **wrong: Form) -> HttpResponse:
    """An act on a unit's ladder: its form, its one command, back to the page; `wrong` is shown again if it is."""
    unit_id = unit_number(request.actor, code)
    if not form.is_valid():
        return _ladder(request, unit_id, status=422, **wrong)
    run(unit_id=unit_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("obligations:ladder-of", code)


def _ladder(
    request: Request, unit_id: int | None, *, rung: Form | None = None, hours: Form | None = None, status: int = 200
) -> HttpResponse:
    start = pages.hours_of(request.actor, unit_id)
    page = pages.ladder_page(
        request.actor,
        unit_id,
        request.at,
        asked=request.GET.get("nghia-vu", "").strip()[:80],
        rung=rung or forms.SetRung(targets=pages.TARGETS, initial={"version": start["version"]}),
        hours=hours or forms.LadderHours(initial=start),
    )
    return respond(request, "obligations/ladder.html", page, status=status)


def _days(request: Request, form: Form, status: int = 200) -> HttpResponse:
    year = pages.year_of(request.GET.get("nam", ""), local_date(request.at))
    page = pages.days_page(request.actor, year, request.at, form)
    return respond(request, "obligations/days.html", page, status=status)
