"""Settings of the whole site. What an operator may change is in `options.py`; the rest is the house's own choice."""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from csp.constants import NONE, SELF

from phoihop.ground.sealing import make_once
from phoihop.site.options import ROOT, Options, database, objects, options, replica, url_of
from phoihop.site.watching.logs import logging_of


def _secret_key(given: Options) -> str:
    """The key of sessions and signed links: given, or made once and kept in the data folder for its owner alone."""
    if given.secret_key:
        return given.secret_key
    path = given.data / "secret-key"
    if not path.exists():
        given.data.mkdir(parents=True, exist_ok=True)
        make_once(path, lambda: secrets.token_urlsafe(64).encode("ascii"))
    return path.read_text(encoding="ascii").strip()


_options = options()

PHOIHOP_DATA = _options.data
PHOIHOP_ACKNOWLEDGE_WORKING_DAYS = _options.acknowledge_working_days
PHOIHOP_LARGEST_FILE = _options.largest_file_mb * 2**20
PHOIHOP_QUARANTINE_DAYS = _options.quarantine_days
PHOIHOP_MASTER_KEY_FILE = _options.master_key_file  # None: keys/master.key of the data folder
PHOIHOP_OBJECTS = objects(_options)  # None: accepted files are kept in the data folder
PHOIHOP_TRUST = _options.trust
PHOIHOP_SESSION_IDLE_MINUTES = _options.session_idle_minutes
PHOIHOP_BREACHED_PASSWORDS = _options.breached_passwords  # None: no list
PHOIHOP_SITE_URL = _options.site_url or url_of(_options, _options.port).rstrip("/")  # links in mails begin so
PHOIHOP_MAIL_FROM = _options.mail_from
PHOIHOP_MAIL_REPLY = _options.mail_reply
PHOIHOP_SMTP_URL = _options.smtp_url
PHOIHOP_IMAP_URL = _options.imap_url
PHOIHOP_IMAP_SECONDS = _options.imap_seconds
PHOIHOP_LMTP_ADDRESS = _options.lmtp_address
PHOIHOP_LMTP_PORT = _options.lmtp_port
PHOIHOP_MAIL_AUTHSERV = _options.mail_authserv
PHOIHOP_MAIL_CA = _options.mail_ca
PHOIHOP_MAIL_CONCERNS = _options.mail_concerns
PHOIHOP_INTAKE_KEY = _options.intake_key
PHOIHOP_WEBSUB_HUB = _options.websub_hub
PHOIHOP_PRESS_NETWORKS = _options.press_networks
SECRET_KEY = _secret_key(_options)
# Of the public's forms and keys alone, so that a public process needs not know the desk's own secret.
PHOIHOP_PUBLIC_SECRET = _options.public_secret or hmac.digest(SECRET_KEY.encode(), b"public", "sha256").hex()
DEBUG = False
ALLOWED_HOSTS = list(_options.hosts)

# ── rooms, from the ground up ────────────────────────────────────────────────────────────────────────────────
ROOMS = [
    room
    for room in (
        "ground",
        "organizations",
        "ledger",
        "mail",
        "notices",
        "search",
        "reporting",
        "publications",
        "intake",
        "documents",
        "dispatches",
        "obligations",
        "agreements",
        "meetings",
        "plans",
        "concerns",
        "press",
        "corrections",
        "communications",
        "assessments",
        "forecasts",
        "signals",
        "reviews",
        "desk",
        "portal",
        "api",
    )
    if find_spec(f"phoihop.{room}")
]
INSTALLED_APPS = [
    # Listed from below: `ground` is first, so that its sheets are collected when every room's models are loaded.
    *[f"phoihop.{room}" for room in ROOMS],
    "django.contrib.contenttypes",  # asked for by django.contrib.auth
    "django.contrib.auth",  # its sessions and hashers; axes cannot be imported without it. No rights live there
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
]
MIDDLEWARE = [
    "phoihop.site.middleware.RequestNumber",
    "phoihop.site.watching.requests.Watched",
    "phoihop.site.safety.SafetyHeaders",
    "phoihop.site.middleware.Tongue",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "phoihop.site.middleware.NamedHost",
    "phoihop.site.middleware.BeforeTheBody",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "phoihop.site.middleware.OneReading",
    "phoihop.site.middleware.WhoAndWhen",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "phoihop.site.middleware.OnlyDoors",
    "phoihop.site.safety.FactorFirst",
    "phoihop.site.middleware.Refusals",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "phoihop.site.urls"
WSGI_APPLICATION = "phoihop.site.wsgi.application"

# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,  # compiled templates are kept in memory
        "OPTIONS": {"context_processors": []},  # a template sees one page and the shell, nothing else
    }
]
STATIC_URL = "/static/"
STATIC_ROOT = _options.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000  # of text in a form; files are not counted
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 100  # of one request: each large one holds a descriptor open
FILE_UPLOAD_HANDLERS = ["phoihop.documents.outside.uploads.NoFiles"]  # doors that take files get another

# ── language and time ────────────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "phoihop_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE: Literal["Lax"] = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = _options.is_https
LOCALE_PATHS = [ROOT / "phoihop" / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# ── data ─────────────────────────────────────────────────────────────────────────────────────────────────────
DATABASES = {"default": database(_options)}
_replica = replica(_options)
if _replica is not None:
    DATABASES["replica"] = _replica
    DATABASE_ROUTERS = ["phoihop.site.replica.PublicPages"]
    MIDDLEWARE.insert(MIDDLEWARE.index("phoihop.site.middleware.OnlyDoors"), "phoihop.site.replica.PublicReads")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── people ───────────────────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "organizations.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "phoihop.site.backends.Accounts",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    # Long, and nothing else of its making: no capitals, no signs, no change every some months (ASVS 5.0, 6.2).
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "phoihop.site.passwords.NotAboutTheAccount"},
    {"NAME": "phoihop.site.passwords.NotBreached"},
]
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/lam-viec/"
LOGOUT_REDIRECT_URL = LOGIN_URL

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # who logged in is in the ledger; a second list of persons is one too many
AXES_LOCKOUT_CALLABLE = "phoihop.site.stopping.locked_out"
AXES_VERBOSE = False

# ── sessions and safety ──────────────────────────────────────────────────────────────────────────────────────
SESSION_ENGINE = "phoihop.site.sessions"
_HOST = "__Host-" if _options.is_https else ""  # browsers take such cookies over HTTPS alone, for this host alone
SESSION_COOKIE_NAME = f"{_HOST}phoihop_session"
SESSION_COOKIE_AGE = 12 * 3600  # one working day
SESSION_COOKIE_SECURE = _options.is_https
DEVICE_COOKIE_NAME = f"{_HOST}phoihop_device"
CSRF_COOKIE_NAME = f"{_HOST}phoihop_csrf"
CSRF_COOKIE_SECURE = _options.is_https
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "phoihop.site.stopping.csrf_failed"
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in _options.hosts] if _options.is_https else []
SECURE_SSL_REDIRECT = _options.is_https
SECURE_REDIRECT_EXEMPT = [r"^healthz(/live|/ready)?$", r"^metrics$"]  # asked for inside, by no browser
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _options.is_https else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Pages that are the same for everybody are kept and handed out again, so they carry no nonce: scripts are our files.
# A page of the desk says by a nonce which scripts are its own (`ground/respond.py`): a file that somebody
# uploaded is no script, wherever it is served from.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# ── what is written down ─────────────────────────────────────────────────────────────────────────────────────
LOGGING: dict[str, Any] = logging_of(_options, secrets=(SECRET_KEY, PHOIHOP_PUBLIC_SECRET))
