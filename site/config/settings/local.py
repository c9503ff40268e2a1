"""One machine, loopback only: `make run`."""

import os

from config.databases import database_at
from config.settings.base import *  # noqa: F403
from config.settings.base import STORAGES
from config.var import kept_secret

DEBUG = True
SECRET_KEY = kept_secret("django")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DATABASES = {"default": database_at(os.environ.get("DATABASE_URL"))}
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WAGTAILADMIN_BASE_URL = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
