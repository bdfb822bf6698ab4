"""Doors to agreements, their texts and mandates."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from phoihop.agreements import commands, forms, pages
from phoihop.ground.door import door
from phoihop.ground.respond import respond

BOTH = ("GET", "HEAD", "POST")


# ── agreements ──────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="agreement.list")
def agreements(request: Any) -> HttpResponse:
    return respond(request, "agreements/list.html", pages.list_page(request.actor, request.GET.dict(), request.at))


@door(needs="agreement.see")
def agreement(request: Any, code: str) -> HttpResponse:
    page = pages.agreement_page(request.actor, code, request.GET.dict(), request.at)
    return respond(request, "agreements/agreement.html", page)


@door(needs="agreement.see")
def compare(request: Any, code: str) -> HttpResponse:
    page = pages.compare_page(request.actor, code, request.GET.dict())
    return respond(request, "agreements/compare.html", page)


@door(needs="agreement.draft", methods=BOTH)
def draft(request: Any) -> HttpResponse:
    form = forms.given(forms.Draft, request, **pages.draft_choices(request.actor, request.POST, request.at))
    if not form.is_valid():
        return _ask(request, pages.draft_page(form))
    told = commands.draft_agreement(**form.agreement(), by=request.actor, at=request.at)
    return redirect("agreements:text", told.code)


@door(needs="agreement.propose", methods=BOTH)
def propose(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Propose, request)
    if not form.is_valid():
        return _ask(request, pages.agreement_act(request.actor, code, "propose", form, request.at))
    commands.propose_revision(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("agreements:agreement", code)


@door(needs="agreement.sign", methods=BOTH)
def sign(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Sign, request)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        page = pages.sign_page(request.actor, code, form, request.at)
        return respond(request, "agreements/sign.html", page, status=status)
    commands.sign_revision(code=code, **form.signing(), by=request.actor, at=request.at)
    return redirect("agreements:agreement", code)


@door(needs="agreement.end", methods=BOTH)
def end(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.End, request)
    if not form.is_valid():
        return _ask(request, pages.agreement_act(request.actor, code, "end", form, request.at))
    commands.end_agreement(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("agreements:agreement", code)


@door(needs="agreement.renew", methods=BOTH)
def renew(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Renew, request)
    if not form.is_valid():
        return _ask(request, pages.agreement_act(request.actor, code, "renew", form, request.at))
    told = commands.renew_agreement(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("agreements:agreement", told.successor)


# ── the draft ───────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="agreement.draft")
def text(request: Any, code: str) -> HttpResponse:
    return respond(request, "agreements/text.html", pages.text_page(request.actor, code))


@door(needs="agreement.draft", methods=("POST",))
def start(request: Any, code: str) -> HttpResponse:
    commands.start_revision(code=code, by=request.actor, at=request.at)
    return redirect("agreements:text", code)


@door(needs="agreement.draft", methods=("POST",))
def drop(request: Any, code: str) -> HttpResponse:
    commands.drop_revision(code=code, **_sent(request, forms.Versioned), by=request.actor, at=request.at)
    return redirect("agreements:agreement", code)


@door(needs="agreement.draft", methods=BOTH)
def write_clause(request: Any, code: str) -> HttpResponse:
    asked = request.GET.dict()
    form = forms.given(forms.WriteClause, request, **pages.clause_choices(request.actor, code, asked))
    if not form.is_valid():
        return _ask(request, pages.clause_page(request.actor, code, asked, form))
    commands.write_clause(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("agreements:text", code)


@door(needs="agreement.draft", methods=("POST",))
def drop_clause(request: Any, code: str) -> HttpResponse:
    commands.drop_clause(code=code, **_sent(request, forms.DropClause), by=request.actor, at=request.at)
    return redirect("agreements:text", code)


@door(needs="agreement.draft", methods=BOTH)
def set_duty(request: Any, code: str) -> HttpResponse:
    asked = request.GET.dict()
    form = forms.given(forms.SetDuty, request, **pages.duty_choices(request.actor, code, asked))
    if not form.is_valid():
        return _ask(request, pages.duty_page(request.actor, code, asked, form))
    given = {"ref": pages.ref_asked(asked), "duty": form.duty(), "version": form.cleaned_data["version"]}
    commands.set_duty(code=code, **given, by=request.actor, at=request.at)
    return redirect("agreements:text", code)


@door(needs="agreement.draft", methods=("POST",))
def drop_duty(request: Any, code: str) -> HttpResponse:
    commands.drop_duty(code=code, **_sent(request, forms.DropDuty), by=request.actor, at=request.at)
    return redirect("agreements:text", code)


# ── mandates ────────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="mandate.list")
def mandates(request: Any) -> HttpResponse:
    return respond(request, "agreements/mandates.html", pages.mandates_page(request.actor, request.GET.dict()))


@door(needs="mandate.see")
def mandate(request: Any, code: str) -> HttpResponse:
    return respond(request, "agreements/mandate.html", pages.mandate_page(request.actor, code, request.at))


@door(needs="mandate.record", methods=BOTH)
def record_mandate(request: Any) -> HttpResponse:
    choices = pages.mandate_choices(request.actor, request.POST, request.at)
    form = forms.given(forms.RecordMandate, request, **choices)
    if not form.is_valid():
        return _ask(request, pages.record_page(form))
    told = commands.record_mandate(**form.mandate(), by=request.actor, at=request.at)
    return redirect("agreements:mandate", told.code)


@door(needs="mandate.spread", methods=BOTH)
def spread(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Spread, request, **pages.spread_choices(request.actor, code, request.POST, request.at))
    if not form.is_valid():
        return _ask(request, pages.mandate_act(request.actor, code, "spread", form))
    commands.spread_mandate(code=code, **form.spread(), by=request.actor, at=request.at)
    return redirect("agreements:mandate", code)


@door(needs="mandate.confirm", methods=BOTH)
def confirm(request: Any, code: str) -> HttpResponse:
    form = forms.given(forms.Confirm, request)
    if not form.is_valid():
        return _ask(request, pages.mandate_act(request.actor, code, "confirm", form))
    commands.confirm_spread(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("agreements:mandate", code)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _ask(request: Any, page: Any) -> HttpResponse:
    """The page of an act with its form; 422 when what was sent could not be taken."""
    return respond(request, "ground/act.html", page, status=422 if page.form.errors else 200)


def _sent(request: Any, kind: Any) -> dict[str, Any]:
    """What a button sent along; an unreadable value counts as none, and the command decides."""
    form = kind(request.POST)
    form.is_valid()
    return {name: form.cleaned_data.get(name) or ("" if name != "version" else None) for name in form.fields}
