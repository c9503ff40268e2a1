"""Settings of `make bench-public` and `make bench-made`: a city's, on loopback and a database of its own."""

import os
from base64 import b64encode

from config.databases import database_at
from config.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = AUDIT_KEY = "bench" * 20
ENCRYPTION_KEYS = b64encode(bytes(range(64))).decode()
ALLOWED_HOSTS = ["127.0.0.1"]
DATABASES = {"default": database_at(os.environ.get("DATABASE_URL"))}
