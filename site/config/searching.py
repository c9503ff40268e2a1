"""Who searches: the database by itself, or an Elasticsearch or OpenSearch server by one address."""

from typing import Any

_ENGINES = ("elasticsearch8", "elasticsearch9", "opensearch2", "opensearch3")
_INDEX = "hutong"


def search_backend_at(url: str | None) -> dict[str, Any]:
    """Wagtail's settings for SEARCH_URL, as `elasticsearch9+https://user:password@host:9200`."""
    if not url:
        return {"BACKEND": "home.search.backends"}
    engine, plus, address = url.partition("+")
    if engine not in _ENGINES or not plus or not address.startswith(("http://", "https://")):
        raise SystemExit(
            f"Set SEARCH_URL to {_ENGINES[1]}+https://user:password@host:9200 "
            f"({', '.join(_ENGINES)}), or leave it out."
        )
    return {
        "BACKEND": "home.search.backends.elastic",
        "ENGINE": engine,
        "URLS": [address],
        "INDEX_PREFIX": f"{_INDEX}_",
        "TIMEOUT": 5,
    }
