import datetime

import pytest

from datasets.admin.children import age_on
from datasets.admin.choosers import masked


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("990000201506010039", "990000********0039"),
        ("13900005678", "139****5678"),
        ("81234567", "812*4567"),
        ("1234567", "***4567"),
        ("1234", "****"),
        ("", "—"),
        (None, "—"),
    ],
)
def test_masked_tells_people_apart_and_no_more(number: str | None, shown: str) -> None:
    assert masked(number) == shown


def test_age_is_in_full_years() -> None:
    born = datetime.date(2012, 2, 29)
    assert age_on(datetime.date(2026, 2, 28), born=born) == 13
    assert age_on(datetime.date(2026, 3, 1), born=born) == 14
