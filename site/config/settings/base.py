"""What holds everywhere. local.py, testing.py and production.py say where the program runs."""

import os
from datetime import timedelta

from config.caching import public_cache_at
from config.searching import search_backend_at
from config.var import ROOT, VAR

INSTALLED_APPS = [
    "home",
    "content",
    "datasets",
    "wagtail_modeladmin",
    "import_export",
    "simple_history",
    "django_tasks_db",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "datasets.apps.AccountsConfig",  # wagtail.users
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "corsheaders",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "axes",
    "django.contrib.admin",  # modeladmin uses its list machinery; its own pages have no address here
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

# No LocaleMiddleware: a browser that asks for English would get an English admin. The user's own
# setting decides in the admin (Wagtail applies it), LANGUAGE_CODE everywhere else.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.headers.HeadersMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "home.page_cache.middleware.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "datasets.custom.middleware.DefinitionsMiddleware",
    "datasets.admin.visits.VisitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "datasets.admin.gates.middleware.GateMiddleware",
    "axes.middleware.AxesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# Wagtail's admin, as config/urls.py places it.
ADMIN_ROOT = "/admin/"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

AUTHENTICATION_BACKENDS = [
    "datasets.admin.lockout.LockoutBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Five wrong passwords for one account from one address: closed to that address for a quarter of an hour.
# An account is never closed to everybody: that would be a weapon against the account's owner.
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "datasets.admin.lockout.locked_out"
AXES_CLIENT_IP_CALLABLE = "datasets.admin.lockout.place_of_visitor"
AXES_DISABLE_ACCESS_LOG = True  # our own log has each login
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "护童"
OTP_TOTP_THROTTLE_FACTOR = 1

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# One machine's trial (settings/local.py): it may make demo data and serve pictures itself.
IS_LOCAL_TRIAL = False

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [ROOT / "site" / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
WAGTAIL_USER_TIME_ZONES = [
    TIME_ZONE
]  # the country has one; with one, the account page asks for none

# Where the program writes whatever it keeps (HUTONG_VAR).
VAR_ROOT = VAR
# The command line, for the processes that the program starts.
MANAGE = ROOT / "manage.py"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "site" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"

# Photographs of children and the townships' ledgers: never under MEDIA_ROOT, never at an address
# of their own; a view that has checked the reader hands them out.
RECORDS_ROOT = VAR / "records"
STORAGES = {
    "default": {"BACKEND": "config.uploads.storage.PublicStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "records": {
        "BACKEND": "datasets.encryption.storage.EncryptedStorage",
        "OPTIONS": {
            "backend": "django.core.files.storage.FileSystemStorage",
            "options": {
                "location": RECORDS_ROOT,
                "base_url": None,
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        },
    },
}
# A ledger on its way in leaves no copy in clear, whatever becomes of the process.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "datasets.admin.uploads.NamelessFileUploadHandler",
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# The history of a record is read by record and in order of time: one index for both.
SIMPLE_HISTORY_DATE_INDEX = "Composite"

WAGTAIL_SITE_NAME = "护童"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False  # closed networks: ask no other host
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# What a reviewer changes, the reviewers before have not read.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "content.publishing.publish_reviewed"
WAGTAIL_DATE_FORMAT = "%Y-%m-%d"
WAGTAIL_DATETIME_FORMAT = "%Y-%m-%d %H:%M"
WAGTAILAPI_RICH_TEXT_FORMAT = (
    "html"  # links and pictures with their addresses, nothing of Wagtail's own
)
WAGTAILAPI_LIMIT_MAX = 100
# Pictures are written anew without what the camera wrote beside them; documents are what they say
# (config/uploads). No SVG, no web page: they could run in the reader's browser.
WAGTAILIMAGES_IMAGE_FORM_BASE = "config.uploads.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILDOCS_DOCUMENT_FORM_BASE = "config.uploads.forms.DocumentForm"
WAGTAILDOCS_EXTENSIONS = [
    "pdf", "ofd", "docx", "xlsx", "pptx", "odt", "ods", "doc", "xls", "ppt", "wps", "et", "dps", "txt", "csv", "mp3",
    "mp4", "m4a", "m4v", "webm", "ogg", "vtt",
]  # fmt: skip
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
# Never by the web server: the view asks whether the collection is private, and hands out as a download.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# One password for everybody can be tried out by anybody; private is for those who log in.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
LOGIN_URL = "wagtailadmin_login"
PASSWORD_RESET_TIMEOUT = 3600

# Mail, of warnings and of forgotten passwords. Without EMAIL_HOST none is sent, and the pages say so.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "").strip()
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "465"))
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM") or EMAIL_HOST_USER or "hutong@localhost"
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"

# Front ends of other hosts whose visitors' browsers may read /api/: "https://www.example.gov.cn", by commas.
# Never with credentials: a browser's session is no key to the API.
CORS_ALLOWED_ORIGINS = [
    origin.strip()
    for origin in os.environ.get("CORS_ALLOWED_ORIGINS", "").split(",")
    if origin.strip()
]
CORS_ALLOW_CREDENTIALS = False
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_METHODS = ("DELETE", "GET", "OPTIONS", "PATCH", "POST")
CORS_ALLOW_HEADERS = (
    "accept-language",
    "authorization",
    "content-type",
    "if-match",
    "if-none-match",
)
CORS_EXPOSE_HEADERS = ("content-language", "etag", "location", "retry-after")

# Where a front end of another host shows drafts: an address to which ?key=… is added. The editor's button leads
# there; the front end reads /api/v3/preview/?key=… . Empty: there is no button.
FRONT_END_PREVIEW = os.environ.get("FRONT_END_PREVIEW", "").strip()

# Proxies of ours in front of the web server: each adds to X-Forwarded-For the address it saw.
TRUSTED_PROXIES = 0

# What one ledger may weigh; past it the clerk is told to split the file.
LEDGER_MAX_BYTES = 50 * 1024 * 1024
# A ledger is opened in a process of its own (datasets/ledgers/sandbox), which may use and give this much.
LEDGER_LIMITS = {
    "bytes": 3 * 1024 * 1024 * 1024,
    "seconds": 60,
    "unpacked": 1024 * 1024 * 1024,
    "sheets": 1_000,
    "rows": 300_000,
    "columns": 300,
    "cells": 10_000_000,
    "cell": 32_767,  # as in Excel
}
# An official document is opened in a process of its own as well (content/intake/sandbox).
INTAKE_MAX_BYTES = 30 * 1024 * 1024
INTAKE_LIMITS = {
    "bytes": 2 * 1024 * 1024 * 1024,
    "seconds": 30,
    "unpacked": 300 * 1024 * 1024,
    "signs": 1_000_000,
    "pages": 500,
}
# A smaller file is read, applied and undone within the request: no clerk with 200 rows waits for a worker.
LEDGER_INLINE_BYTES = 300_000
# Larger ones are worked on in the background, by so many processes that start when there is work (0: by
# those alone that an administrator keeps running, `manage.py ledger_worker`).
LEDGER_WORKERS = int(os.environ.get("LEDGER_WORKERS", "2"))
# Networks of ours to which messages (webhooks) may be sent: "10.20.0.0/16", by commas. All other private
# addresses are refused, lest a message reach what only this machine may ask.
WEBHOOK_NETWORKS = [
    one.strip() for one in os.environ.get("WEBHOOK_NETWORKS", "").split(",") if one.strip()
]
WEBHOOK_HTTP_TO_LOOPBACK = False
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},  # Wagtail's own
    "ledgers": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}
# Search and the cache of public pages. SEARCH_URL and CACHE_URL name servers for them; without them the
# database searches, and pages lie under var/. A page is made anew after so many seconds although nothing was
# published: counts of children on it go on changing.
WAGTAILSEARCH_BACKENDS = {"default": search_backend_at(os.environ.get("SEARCH_URL"))}
PAGE_CACHE_SECONDS = 600
CACHES = {
    # Public pages, and the duty table as they read it: its key changes with every write to the table.
    "public": public_cache_at(os.environ.get("CACHE_URL")),
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # How far each job is. Not in the database: its transaction shows nothing until it ends, and SQLite
    # has one writer. Web and workers on several machines share HUTONG_VAR, where the ledgers lie as well.
    "progress": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR / "progress",
        "TIMEOUT": 24 * 3600,
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
