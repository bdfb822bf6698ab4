"""Reorganisations: composing, answering, approving, carrying out, taking back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from phoihop.ground.door import Request, door
from phoihop.ground.respond import respond
from phoihop.organizations import commands, pages, queries
from phoihop.organizations.forms import restructure as forms

ASKING = ("GET", "HEAD", "POST")  # a form is shown, then sent


@door(needs="restructure.see")
def batches(request: Request) -> HttpResponse:
    return respond(request, "organizations/batches.html", pages.batches(request.actor))


@door(needs="restructure.see")
def batch(request: Request, code: str) -> HttpResponse:
    return respond(request, "organizations/batch.html", pages.batch(request.actor, code, request.at))


@door(needs="restructure.propose", methods=ASKING)
def compose_batch(request: Request) -> HttpResponse:
    home = queries.unit_names([request.actor.unit_id])
    form = forms.ComposeBatch(request.POST or None, initial={"territory": next(iter(home.values())).territory})
    if not form.is_valid():
        return _ask(request, pages.compose(form))
    made = commands.propose_batch(document=form.document(), by=request.actor, at=request.at)
    return redirect("organizations:batch", made.code)


@door(needs="restructure.propose", methods=ASKING)
def add_step(request: Request, code: str) -> HttpResponse:
    view = queries.batch(request.actor, code)
    form = forms.AddStep(request.POST or None)
    if not form.is_valid():
        return _ask(request, pages.form_of_batch(_("Thêm bước"), _("Thêm bước"), form, code, view.line.title))
    commands.propose_batch(document=form.added_to(view.raw), by=request.actor, at=request.at)
    return redirect("organizations:batch", code)


@door(needs="restructure.propose", methods=("POST",))
def drop_step(request: Request, code: str, number: int) -> HttpResponse:
    raw = forms.without_step(queries.batch(request.actor, code).raw, number)
    commands.propose_batch(document=raw, by=request.actor, at=request.at)
    return redirect("organizations:batch", code)


@door(needs="restructure.propose", methods=("POST",))
def answer_question(request: Request, code: str) -> HttpResponse:
    key, answer = request.POST.get("key", ""), forms.as_ref(request.POST.get("answer", ""))
    commands.answer_question(code=code, key=key, answer=answer, by=request.actor, at=request.at)
    return redirect("organizations:batch", code)


@door(needs="restructure.approve", methods=("POST",))
def approve_batch(request: Request, code: str) -> HttpResponse:
    commands.approve_batch(code=code, digest=request.POST.get("digest", ""), by=request.actor, at=request.at)
    return redirect("organizations:batch", code)


@door(needs="restructure.apply", methods=("POST",))
def apply_batch(request: Request, code: str) -> HttpResponse:
    commands.apply_batch(code=code, by=request.actor, at=request.at)
    return redirect("organizations:batch", code)


@door(needs="restructure.undo", methods=ASKING)
def undo_batch(request: Request, code: str) -> HttpResponse:
    title = queries.batch(request.actor, code).line.title
    form = forms.Reason(request.POST or None)
    if not form.is_valid():
        return _ask(request, pages.form_of_batch(_("Hoàn tác đợt sắp xếp"), _("Hoàn tác"), form, code, title))
    commands.undo_batch(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("organizations:batch", code)


@door(needs="restructure.propose", methods=ASKING)
def withdraw_batch(request: Request, code: str) -> HttpResponse:
    title = queries.batch(request.actor, code).line.title
    form = forms.Reason(request.POST or None)
    if not form.is_valid():
        return _ask(request, pages.form_of_batch(_("Rút đợt sắp xếp"), _("Rút"), form, code, title))
    commands.withdraw_batch(code=code, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("organizations:batch", code)


def _ask(request: Request, page: pages.FormPage) -> HttpResponse:
    status = 422 if page.form.is_bound else 200
    return respond(request, "organizations/form.html", page, fragment="organizations/_form.html", status=status)
