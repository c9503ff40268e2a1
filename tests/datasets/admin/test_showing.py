import datetime

from datasets.admin.children import age_on


def test_age_is_in_full_years() -> None:
    born = datetime.date(2012, 2, 29)
    assert age_on(datetime.date(2026, 2, 28), born=born) == 13
    assert age_on(datetime.date(2026, 3, 1), born=born) == 14
