"""The test suite: a database of its own, fast password hashes, files in a folder that the run throws away."""

import atexit
import os
import shutil
import tempfile
from base64 import b64encode
from hashlib import sha512
from pathlib import Path

# Before anything reads it: a test never writes into the developer's own var/.
os.environ["HUTONG_VAR"] = tempfile.mkdtemp(prefix="hutong-test-")

from config.databases import database_at
from config.settings.base import *  # noqa: F403
from config.settings.base import CACHES, STATIC_ROOT, STORAGES

DEBUG = False
SECRET_KEY = "test-only"  # noqa: S105
AUDIT_KEY = "test-only"
ENCRYPTION_KEYS = b64encode(sha512(b"test-only").digest()).decode()
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES = {"default": database_at(os.environ.get("TEST_DATABASE_URL"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: what we test is what `make run` uses, and the live server's threads share it.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ["HUTONG_VAR"]) / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
# A test's writes are rolled back, and their numbers are given again: the keys of this cache would lie,
# and pages would show what is not there. Tests of the page cache bring their own.
CACHES = CACHES | {"public": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
STATIC_ROOT.mkdir()  # whitenoise warns of a missing one at every request
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LEDGER_WORKERS = 0  # a test that wants one starts it


def _throw_away(folder: str, owner: int) -> None:
    if os.getpid() == owner:  # a process that was forked leaves it to the others
        shutil.rmtree(folder, ignore_errors=True)


atexit.register(_throw_away, os.environ["HUTONG_VAR"], os.getpid())
