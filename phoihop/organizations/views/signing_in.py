"""The front door: a password and a second step, or a passkey alone; and the way out."""

from __future__ import annotations

from django.contrib.auth import authenticate, logout
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.ground.door import Request, open_door
from phoihop.ground.respond import respond
from phoihop.organizations import commands, forms, pages, queries
from phoihop.organizations.forms import safety as safety_forms
from phoihop.organizations.views import arrivals
from phoihop.organizations.views.arrivals import FRONT_DOOR

ASKING = ("GET", "HEAD", "POST")  # a form is shown, then sent


@open_door(reason="whoever is not signed in must be able to", methods=ASKING)
def sign_in(request: Request) -> HttpResponse:
    if request.user.is_authenticated and request.method != "POST":
        return _already_in(request)
    form = forms.SignIn(request.POST or None)
    if not form.is_valid():
        return _front(request, form)
    username = form.cleaned_data["username"]
    device = arrivals.device_of(request, username)
    wait = commands.take_turn(
        username=username, network=arrivals.address_of(request), device=device, by=FRONT_DOOR, at=request.at
    )
    account = None if wait else authenticate(request, **form.cleaned_data)
    if account is None or account.pk is None:
        return _front(request, form, wait, _("Sai tên đăng nhập hoặc mật khẩu."))
    if queries.factor_kinds(account.pk):
        return arrivals.half_in(request, account.pk, arrivals.next_of(request))
    return arrivals.let_in(request, account.pk, "password", arrivals.next_of(request))


@open_door(reason="whoever has shown the password shows the second factor here", methods=ASKING)
def second_step(request: Request) -> HttpResponse:
    half = arrivals.half_of(request)
    if half is None:
        return redirect("organizations:sign_in")
    account_id, where = half
    form = safety_forms.SecondStep(request.POST or None)
    proof = prove(request, form, account_id)
    if proof.way:
        return arrivals.let_in(request, account_id, proof.way, where)
    status = refuse(form, proof, _("Mã không đúng, hoặc đã được dùng. Hãy nhập mã đang hiện, hoặc một mã dự phòng."))
    options = ask_own_passkey(request, account_id)
    page = pages.second_step(form, options)
    return _heard(respond(request, "organizations/second_step.html", page, status=status), proof.wait)


@open_door(reason="a passkey alone signs in; this asks for one", methods=("POST",))
def ask_passkey(request: Request) -> HttpResponse:
    wait = commands.take_passkey_turn(network=arrivals.address_of(request), by=FRONT_DOOR, at=request.at)
    if wait:
        return _heard(HttpResponse(status=429), wait)
    question = queries.ask_known_passkey(arrivals.site_of(request))
    return HttpResponse(arrivals.ask(request, question), content_type="application/json")


@open_door(reason="a passkey alone signs in", methods=("POST",))
def use_passkey(request: Request) -> HttpResponse:
    form = safety_forms.PasskeyAnswer(request.POST)
    proof = prove(request, form, None)
    if proof.way:
        return arrivals.let_in(request, proof.account_id, proof.way, arrivals.next_of(request))
    again = forms.SignIn({})
    again.errors.clear()
    return _front(request, again, 0, _("Khóa truy cập này không vào được. Hãy thử lại, hoặc dùng mật khẩu."))


@open_door(reason="whoever is not signed in has nothing to lose by it", methods=("POST",))
def sign_out(request: Request) -> HttpResponse:
    logout(request)
    return redirect("organizations:sign_in")


# ── pieces shared with the pages of safety ──────────────────────────────────────────────────────────────────


def prove(request: Request, form: Form, account_id: int | None) -> commands.Proof:
    """What was sent proves somebody, or not: a passkey's answer, or the code or password of the form."""
    answer = safety_forms.PasskeyAnswer(request.POST)
    if request.method == "POST" and answer.is_valid():
        return commands.prove_by_passkey(
            site=arrivals.site_of(request),
            state=arrivals.asked(request),
            answer=answer.cleaned_data["answer"],
            account_id=account_id,
            by=FRONT_DOOR,
            at=request.at,
        )
    if account_id is None or not form.is_valid():
        return commands.Proof()
    if "code" in form.cleaned_data:
        code, now = form.cleaned_data["code"], timezone.now()
        return commands.prove_by_code(account_id=account_id, code=code, now=now, by=FRONT_DOOR, at=request.at)
    secret, now = form.cleaned_data["secret"], timezone.now()
    return commands.prove_by_password(account_id=account_id, secret=secret, now=now, by=FRONT_DOOR, at=request.at)


def ask_own_passkey(request: Request, account_id: int) -> str:
    """What the browser is asked when the account has passkeys; else nothing."""
    if "passkey" not in queries.factor_kinds(account_id):
        return ""
    return arrivals.ask(request, queries.ask_known_passkey(arrivals.site_of(request), account_id))


def refuse(form: Form, proof: commands.Proof, sentence: str) -> int:
    """Says why nothing was proven; gives the status."""
    if not form.is_bound:
        return 200
    form.is_valid()
    if proof.wait:
        form.add_error(None, pages.too_soon(proof.wait))
        return 429
    if not form.errors:
        form.add_error(None, sentence)
    return 422


def _front(request: Request, form: Form, wait: int = 0, sentence: str = "") -> HttpResponse:
    status = refuse(form, commands.Proof(wait=wait), sentence)
    page = pages.sign_in(form, arrivals.next_of(request))
    fragment = "organizations/_form.html"
    return _heard(respond(request, "organizations/sign_in.html", page, fragment=fragment, status=status), wait)


def _heard(response: HttpResponse, wait: int) -> HttpResponse:
    if wait:
        response["Retry-After"] = str(wait)
    return response


def _already_in(request: Request) -> HttpResponse:
    """Signed in: on to the desk, or to a seat that is still in force, or told that there is none."""
    if request.actor.is_person:
        return redirect(arrivals.next_of(request))
    request.session.pop("seat", None)
    if queries.seat_choices(request.user.pk or 0, request.at):
        return redirect("organizations:choose_seat")
    return respond(request, "organizations/stranded.html", pages.stranded())
