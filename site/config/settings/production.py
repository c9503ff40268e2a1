"""A city's server. Starts only when it has been told its secret, its names and its database."""

import os

from config.databases import database_at
from config.settings.base import *  # noqa: F403
from datasets.encryption.keys import UnusableKeys, keys_told

#: In signs: as many as 128 random bits take in hexadecimal.
_SHORTEST_SECRET, _FEWEST_SIGNS = 32, 8


def required(name: str, meaning: str) -> str:
    """The environment's value of `name`; without it the program ends, with one sentence and no traceback."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise SystemExit(f"Set {name}: {meaning}.")
    return value


def required_secret(name: str, meaning: str) -> str:
    """The same of a text that nobody may guess. It is never printed."""
    value = required(name, meaning)
    if len(value) < _SHORTEST_SECRET or len(set(value)) < _FEWEST_SIGNS:
        raise SystemExit(
            f"Set {name} again: it is too short or too plain to be a secret (openssl rand -base64 64)."
        )
    return value


DEBUG = False
SECRET_KEY = required_secret(
    "SECRET_KEY", "a long random text that signs sessions, the same on every process"
)
AUDIT_KEY = required_secret(
    "AUDIT_KEY", "a long random text that binds the access log; never change it, keep a copy apart"
)
ENCRYPTION_KEYS = required(
    "ENCRYPTION_KEYS",
    "64 random bytes in base64 (openssl rand -base64 64), which encrypt what is recorded; "
    "without it nothing can be read again, so keep a copy apart",
)
try:
    keys_told(ENCRYPTION_KEYS)
except UnusableKeys as fault:
    raise SystemExit(f"Set ENCRYPTION_KEYS again: {fault}.") from fault
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "1"))
ALLOWED_HOSTS = [
    host.strip()
    for host in required("ALLOWED_HOSTS", "the site's host names, separated by commas").split(",")
    if host.strip()
]
if not all(host.strip("*.") for host in ALLOWED_HOSTS):
    raise SystemExit("Set ALLOWED_HOSTS again: it must name hosts, a star would let in any.")
DATABASES = {
    "default": database_at(required("DATABASE_URL", "postgres://user:password@host:5432/name"))
}

# Nobody is told of a mail that is not sent.
WAGTAIL_PASSWORD_RESET_ENABLED = bool(EMAIL_HOST)  # noqa: F405
WAGTAILADMIN_BASE_URL = os.environ.get("BASE_URL") or f"https://{ALLOWED_HOSTS[0]}"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith(".")]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
