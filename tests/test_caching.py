"""Where public pages are kept."""

import pytest

from config.caching import public_cache_at
from config.var import VAR


def test_without_a_setting_pages_lie_in_a_folder_that_all_processes_share() -> None:
    told = public_cache_at(None)
    assert told["BACKEND"].endswith("FileBasedCache")
    assert told["LOCATION"] == VAR / "pages"


def test_several_machines_share_a_redis_by_one_setting() -> None:
    told = public_cache_at("redis://cache.example:6379/1")
    assert told["BACKEND"].endswith("RedisCache")
    assert told["LOCATION"] == "redis://cache.example:6379/1"


def test_an_address_of_nothing_known_is_refused() -> None:
    with pytest.raises(SystemExit, match="CACHE_URL"):
        public_cache_at("memcached://x")
