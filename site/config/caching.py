"""Where public pages are kept: a folder that all processes of a machine share, or Redis for several machines."""

from typing import Any

from config.var import VAR

_REDIS = ("redis://", "rediss://", "unix://")
#: Pages, each in the generation that it was made in. Full, some go at random.
_MOST_ENTRIES = 5_000


def public_cache_at(url: str | None) -> dict[str, Any]:
    """Django's settings for CACHE_URL; a folder under `var/` for None."""
    if not url:
        return {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR / "pages",
            "OPTIONS": {"MAX_ENTRIES": _MOST_ENTRIES},
        }
    if not url.startswith(_REDIS):
        raise SystemExit("Set CACHE_URL to redis://host:6379/0, or leave it out.")
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
