"""What a session remembers of how somebody came in, and the cookie by which a browser is known again."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.door import Request
from phoihop.organizations import commands, queries
from phoihop.organizations.outside.passkeys import Question, Site
from phoihop.organizations.rules import second_factors, sessions

FRONT_DOOR = Actor.system("front-door")
HALF, CHALLENGE, SURE = "half_in", "challenge", "sure_at"
DEVICE_KNOWN_FOR = timedelta(days=90)


# ── who comes, from where ───────────────────────────────────────────────────────────────────────────────────


def address_of(request: Request) -> str:
    return sessions.counted_address(str(request.META.get("REMOTE_ADDR", "")))


def device_of(request: Request, username: str) -> str:
    """The mark of this browser, if `username` came in with it in the last months; else nothing."""
    kept = request.get_signed_cookie(settings.DEVICE_COOKIE_NAME, "", salt="device", max_age=DEVICE_KNOWN_FOR)
    whose, _colon, mark = str(kept).rpartition(":")
    return mark if whose == username else ""


def site_of(request: Request) -> Site:
    """The site as the reader's browser names it; only hosts of PHOIHOP_HOSTS come so far."""
    host = request.get_host()
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return Site(name, f"{request.scheme}://{host}", _("Phối Hợp"))


# ── coming in ───────────────────────────────────────────────────────────────────────────────────────────────


def let_in(request: Request, account_id: int, way: str, where: str) -> HttpResponse:
    """Signed in, under a new session key. Led to add a second factor when the account's roles ask for one."""
    account = queries.signed_in_account(account_id)
    if account is None or not account.is_active:
        return redirect("organizations:sign_in")
    device = device_of(request, account.username) or secrets.token_urlsafe(12)
    commands.sign_in(
        account_id=account_id,
        way=way,
        username=account.username,
        network=address_of(request),
        device=device_of(request, account.username),
        now=timezone.now(),
        by=FRONT_DOOR,
        at=request.at,
    )
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[-1])
    remember(request, way)
    response = redirect("organizations:safety" if _is_led(request, account_id) else where)
    response.set_signed_cookie(
        settings.DEVICE_COOKIE_NAME,
        f"{account.username}:{device}",
        salt="device",
        max_age=DEVICE_KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def remember(request: Request, way: str) -> None:
    """From where this session came; its hours begin now."""
    agent = str(request.META.get("HTTP_USER_AGENT", ""))
    request.session.pop(HALF, None)
    request.session[queries.BEGUN] = request.session[SURE] = int(timezone.now().timestamp())
    request.session[queries.CAME_BY] = {
        "browser": sessions.browser_of(agent),
        "system": sessions.system_of(agent),
        "network": sessions.network_of(str(request.META.get("REMOTE_ADDR", ""))),
        "way": way,
    }


def _is_led(request: Request, account_id: int) -> bool:
    day = queries.demanded_from(account_id, request.at)
    if day is None or queries.factor_kinds(account_id):
        return False
    if day <= local_date(request.at):
        request.session[queries.MUST_ADD_FACTOR] = True
    return True


def half_in(request: Request, account_id: int, where: str) -> HttpResponse:
    """The password was right. Nothing of a session before goes along."""
    request.session.flush()
    request.session[HALF] = {"account": account_id, "where": where, "at": int(timezone.now().timestamp())}
    return redirect("organizations:second_step")


def half_of(request: Request) -> tuple[int, str] | None:
    """Who is between the password and the second step, and where he wanted to go; None after five minutes."""
    half: dict[str, Any] | None = request.session.get(HALF)
    if half is None or not _is_within(half["at"], second_factors.HALF_FOR):
        return None
    return int(half["account"]), str(half["where"])


# ── proving again ───────────────────────────────────────────────────────────────────────────────────────────


def is_sure(request: Request) -> bool:
    return _is_within(request.session.get(SURE, 0), second_factors.SURE_FOR)


def be_sure(request: Request) -> None:
    request.session[SURE] = int(timezone.now().timestamp())


def confirm_first(request: Request) -> HttpResponse:
    """Asks who it is, then leads back: to the page itself, or from a button to the page it stands on."""
    back = request.path if request.method in {"GET", "HEAD"} else reverse("organizations:safety")
    return redirect(f"{reverse('organizations:confirm_self')}?{urlencode({'next': back})}")


# ── questions to passkeys ───────────────────────────────────────────────────────────────────────────────────


def ask(request: Request, question: Question) -> str:
    """Remembers the question; gives what the browser is asked."""
    request.session[CHALLENGE] = question.state
    return question.options


def asked(request: Request) -> dict[str, Any]:
    """The question that an answer is to be judged by: once."""
    state: dict[str, Any] = request.session.pop(CHALLENGE, {})
    return state


def next_of(request: Request) -> str:
    """Where the reader wanted to go, if that is a page of ours; otherwise the desk."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if is_ours else resolve_url("/lam-viec/")


def _is_within(seconds: int, span: timedelta) -> bool:
    return timedelta(0) <= timezone.now() - datetime.fromtimestamp(seconds, UTC) <= span
