"""What every answer says to the browser besides its page, and the one page for those who must add a second factor."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from phoihop.organizations.queries import MUST_ADD_FACTOR

Answer = Callable[[HttpRequest], HttpResponse]

OPEN_MEANWHILE = frozenset(
    {
        "language",
        "organizations:sign_in",
        "organizations:sign_out",
        "organizations:choose_seat",
        "organizations:safety",
        "organizations:confirm_self",
        "organizations:add_app",
        "organizations:add_passkey",
        "organizations:change_password",
    }
)
# Nothing of a browser's devices is used but the place, by whoever reports something in it, and passkeys.
_UNUSED = "accelerometer camera display-capture gyroscope hid magnetometer microphone midi payment serial usb"
PERMISSIONS = ", ".join(
    [
        *(f"{name}=()" for name in _UNUSED.split()),
        *(f"{name}=(self)" for name in ("geolocation", "publickey-credentials-get", "publickey-credentials-create")),
    ]
)
# Addresses that are keys: links in mails, calendar feeds, previews, a sender's own page. House tests compare them with
# the addresses of the site and the proxy's configuration.
KEYED = re.compile(r"/(?:en/)?(?:(?:l|lich|xem-truoc)/.|phan-anh/[^/]+/.)")


class SafetyHeaders:
    """Whose pages may use what, who may build our answers into his own (what is public everybody, else nobody), and
    that an address which is a key is told to no log as the place a reader came from."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        is_public = "public" in response.get("Cache-Control", "")
        response.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if is_public else "same-origin")
        if KEYED.match(request.path_info) and response.get("Referrer-Policy") != "no-referrer":
            # Not no-referrer: browsers then send `Origin: null` with a form, which the check of forged forms refuses.
            response["Referrer-Policy"] = "strict-origin"
        return response


class FactorFirst:
    """Whoever must have a second factor and has none comes no further than to where one is added."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        actor = getattr(request, "actor", None)
        if actor is None or not actor.is_person or MUST_ADD_FACTOR not in request.session:
            return None
        match = request.resolver_match
        if getattr(view, "door", None) is None or (match is not None and match.view_name in OPEN_MEANWHILE):
            return None  # what stands open shows nothing that one must be signed in for
        return redirect("organizations:safety")
