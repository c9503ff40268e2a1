"""One machine, loopback only: `make run`."""

import os

from config.databases import database_at
from config.settings.base import *  # noqa: F403
from config.settings.base import EMAIL_HOST, STORAGES
from config.var import kept_secret, var_folder

# Off, so that what is shown is what a city would see; DEBUG=1 brings Django's own error pages.
DEBUG = os.environ.get("DEBUG") == "1"
IS_LOCAL_TRIAL = True
WEBHOOK_NETWORKS = ["127.0.0.0/8", "::1/128"]  # a receiver on the same machine, to try it
WEBHOOK_HTTP_TO_LOOPBACK = True
SECRET_KEY = kept_secret("django")
AUDIT_KEY = kept_secret("audit")
ENCRYPTION_KEYS = kept_secret("encryption")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DATABASES = {"default": database_at(os.environ.get("DATABASE_URL"))}
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WAGTAILADMIN_BASE_URL = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
if not EMAIL_HOST:  # whoever forgot a password reads the mail in the terminal
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
STATIC_ROOT = var_folder("static")
WHITENOISE_USE_FINDERS = True  # no collectstatic on a laptop
WHITENOISE_AUTOREFRESH = DEBUG
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
