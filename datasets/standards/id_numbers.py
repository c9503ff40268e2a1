"""Citizen identity numbers, GB 11643-1999.

18 characters: 6 of the area, 8 of the birth date, 3 of the sequence (odd for male), 1 check character
by ISO 7064 MOD 11-2.
"""

import datetime
import re
from functools import lru_cache
from operator import mul

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
_TOO_MANY = ord("0") * sum(WEIGHTS)
_FORM = re.compile(r"[0-9]{17}[0-9X]")


def as_stored(text: str | None) -> str | None:
    """A document's number as it is stored and compared: no blanks, capitals; None for none."""
    return (text or "").replace(" ", "").upper() or None


def check_character(first_17: str) -> str:
    """The 18th character that belongs to the first 17 digits."""
    # Of bytes, which are numbers already: each digit is 48 too many, all of them 48 times the weights' sum.
    total = sum(map(mul, WEIGHTS, first_17.encode())) - _TOO_MANY
    return CHECK_CHARACTERS[total % 11]


@lru_cache(maxsize=16)  # a row asks for its child's again and again
def birth_date_in(number: str) -> datetime.date | None:
    """The birth date in characters 7 to 14; None where they are no day of the calendar."""
    try:
        return datetime.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex_in(number: str) -> str:
    """`male` or `female`, by whether the 17th digit is odd or even."""
    return "male" if int(number[16]) % 2 else "female"


def fault_in(number: str, *, today: datetime.date) -> str | None:
    """Why `number` is no identity number: `length`, `characters`, `birth_date`, `check_digit`; None if it is one."""
    if len(number) != 18:
        return "length"
    if not _FORM.fullmatch(number):
        return "characters"
    born = birth_date_in(number)
    if born is None or born.year < 1900 or born > today:
        return "birth_date"
    if check_character(number[:17]) != number[17]:
        return "check_digit"
    return None
