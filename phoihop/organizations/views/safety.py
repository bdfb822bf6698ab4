"""The safety of one's own account, and what an administrator does for others: parse, one domain call, answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.ground.command import Refused
from phoihop.ground.door import Request, door
from phoihop.ground.respond import respond
from phoihop.organizations import commands, pages, queries
from phoihop.organizations.forms import safety as forms
from phoihop.organizations.views import arrivals
from phoihop.organizations.views.signing_in import ASKING, ask_own_passkey, prove, refuse

# ── one's own ───────────────────────────────────────────────────────────────────────────────────────────────


@door(needs="factor.own")
def safety(request: Request) -> HttpResponse:
    now = timezone.now()
    since = now - timedelta(minutes=settings.PHOIHOP_SESSION_IDLE_MINUTES)
    page = pages.safety(request.actor, request.at, now, since, queries.session_key_of(request.session.session_key))
    return respond(request, "organizations/safety.html", page)


@door(needs="factor.own", methods=ASKING)
def confirm_self(request: Request) -> HttpResponse:
    account_id = request.actor.account_id or 0
    form = forms.ConfirmSelf(request.POST or None)
    proof = prove(request, form, account_id)
    if proof.way:
        arrivals.be_sure(request)
        return redirect(arrivals.next_of(request))
    status = refuse(form, proof, _("Mật khẩu hoặc mã không đúng."))
    page = pages.confirm_self(form, ask_own_passkey(request, account_id))
    return respond(request, "organizations/second_step.html", page, status=status)


@door(needs="factor.own", methods=ASKING)
def add_app(request: Request) -> HttpResponse:
    if not arrivals.is_sure(request):
        return arrivals.confirm_first(request)
    form = forms.AddApp(request.POST or None)
    if form.is_valid() and _done(form, lambda: _add_app(request, form)):
        return _added(request)
    shown = queries.carried_key(request.actor, request.POST.get("carried", "")) or queries.new_app_key(request.actor)
    return respond(request, "organizations/add_app.html", pages.add_app(form, shown), status=_status(form))


@door(needs="factor.own", methods=ASKING)
def add_passkey(request: Request) -> HttpResponse:
    if not arrivals.is_sure(request):
        return arrivals.confirm_first(request)
    form = forms.AddPasskey(request.POST or None)
    if form.is_valid() and _done(form, lambda: _add_passkey(request, form)):
        return _added(request)
    options = arrivals.ask(request, queries.ask_new_passkey(request.actor, arrivals.site_of(request)))
    return respond(request, "organizations/add_passkey.html", pages.add_passkey(form, options), status=_status(form))


@door(needs="factor.own", methods=("POST",))
def make_recovery_codes(request: Request) -> HttpResponse:
    if not arrivals.is_sure(request):
        return arrivals.confirm_first(request)
    codes = commands.make_recovery_codes(by=request.actor, at=request.at)
    return respond(request, "organizations/recovery_codes.html", pages.recovery_codes(codes))


@door(needs="factor.own", methods=("POST",))
def remove_factor(request: Request, factor_id: int) -> HttpResponse:
    if not arrivals.is_sure(request):
        return arrivals.confirm_first(request)
    commands.remove_factor(factor_id=factor_id, by=request.actor, at=request.at)
    return redirect("organizations:safety")


@door(needs="session.own", methods=("POST",))
def end_session(request: Request, session: str) -> HttpResponse:
    commands.end_session(session=session, by=request.actor, at=request.at)
    return redirect("organizations:safety")


@door(needs="session.own", methods=("POST",))
def end_other_sessions(request: Request) -> HttpResponse:
    keep = queries.session_key_of(request.session.session_key)
    commands.end_other_sessions(keep=keep, by=request.actor, at=request.at)
    return redirect("organizations:safety")


# ── an administrator's ──────────────────────────────────────────────────────────────────────────────────────


@door(needs="account.manage", methods=ASKING)
def reset_factors(request: Request, account_id: int) -> HttpResponse:
    view = queries.account(request.actor, account_id, request.at)
    form = forms.ResetFactors(request.POST or None)
    if not form.is_valid():
        page = pages.form_of_account(_("Gỡ xác thực hai bước"), _("Gỡ và kết thúc các phiên"), form, view)
        return _ask(request, page)
    commands.reset_factors(account_id=account_id, **form.cleaned_data, by=request.actor, at=request.at)
    return redirect("organizations:account", account_id)


@door(needs="factor.demand", methods=ASKING)
def demand_factor(request: Request) -> HttpResponse:
    form = forms.DemandFactor(request.POST or None)
    if not form.is_valid():
        return _ask(request, pages.demand_factor(request.actor, form), "organizations/demand_factor.html")
    commands.demand_factor(**form.cleaned_data, by=request.actor, at=request.at)
    return redirect("organizations:demand_factor")


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _add_app(request: Request, form: Form) -> None:
    commands.add_app(**form.cleaned_data, now=timezone.now(), by=request.actor, at=request.at)


def _add_passkey(request: Request, form: Form) -> None:
    site, state = arrivals.site_of(request), arrivals.asked(request)
    commands.add_passkey(site=site, state=state, **form.cleaned_data, by=request.actor, at=request.at)


def _done(form: Form, act: Callable[[], None]) -> bool:
    """Does it; a refusal stands in the form, beside the key that a second try needs."""
    try:
        act()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _added(request: Request) -> HttpResponse:
    request.session.pop(queries.MUST_ADD_FACTOR, None)
    return redirect("organizations:safety")


def _ask(request: Request, page: Any, template: str = "organizations/form.html") -> HttpResponse:
    return respond(request, template, page, fragment="organizations/_form.html", status=_status(page.form))


def _status(form: Form) -> int:
    return 422 if form.is_bound else 200
