from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.own_database import own_database


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[None]:
    """What other processes and threads see is committed."""
    with own_database(django_db_blocker, tmp_path):
        yield
