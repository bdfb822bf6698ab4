"""Settings of the public process: the same site without desk, sessions or accounts.

It runs with a database role of its own (`phoihop portal --grant ROLE`), which reads publications, writes intake and
appends to the ledger; and with keys of its own: the desk's secret is not here.
"""

from __future__ import annotations

from phoihop.site import settings as whole
from phoihop.site.settings import *  # noqa: F403  (whatever is not said here is as on the desk)

ROOT_URLCONF = "phoihop.site.public_urls"
WSGI_APPLICATION = "phoihop.site.public.application"
_AT_THE_DESK = (
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",  # no cookie, no session: forms carry a signed token of their own
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "phoihop.site.safety.FactorFirst",
    "axes.middleware.AxesMiddleware",
)
MIDDLEWARE = [
    name.replace("site.middleware.WhoAndWhen", "site.middleware.NobodyAndWhen")
    for name in whole.MIDDLEWARE
    if name not in _AT_THE_DESK
]
