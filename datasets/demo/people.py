"""Names and numbers of people who do not exist."""

import datetime
import itertools
import random

from datasets.choices import Sex
from datasets.standards.id_numbers import check_character

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
BOYS = "伟强磊军洋勇杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆旭宁龙林晨轩博文昊天佑铭泽航睿"
GIRLS = "芳娜敏静丽艳娟霞玲燕萍红梅琳雪莹佳慧婷颖倩洁璐晶欣怡梦涵雨桐诗琪子萱可馨思语"
ELDERS = "国建志德福贵秀英桂兰玉珍金凤荣明永祥"

#: GB/T 2260 has given this area to nobody, so no number below can belong to a person.
RESERVED_AREA = "990000"
#: No telephone exchange has this area code.
RESERVED_EXCHANGE = "000"


class People:
    """Draws people from one seeded source: the same seed, the same people."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self._numbers = itertools.count(1)

    def surname(self) -> str:
        return self.random.choice(SURNAMES)

    def name(self, sex: str, *, surname: str = "", elder: bool = False) -> str:
        """A name of two or three characters."""
        letters = ELDERS if elder else (BOYS if sex == Sex.MALE else GIRLS)
        given = self.random.sample(letters, 2 if elder else self.random.choice((1, 2, 2)))
        return (surname or self.surname()) + "".join(given)

    def sex(self) -> str:
        return self.random.choice((Sex.MALE.value, Sex.FEMALE.value))

    def day_between(self, first: datetime.date, last: datetime.date) -> datetime.date:
        return first + datetime.timedelta(self.random.randint(0, (last - first).days))

    def id_number(self, born: datetime.date, sex: str) -> str:
        """A number valid by GB 11643, unlike any other drawn for that day (up to 500 of each sex)."""
        sequence = 2 * (next(self._numbers) % 500) + (1 if sex == Sex.MALE else 0)
        first_17 = f"{RESERVED_AREA}{born:%Y%m%d}{sequence:03d}"
        return first_17 + check_character(first_17)

    def phone(self) -> str:
        return f"{RESERVED_EXCHANGE}-{self.random.randint(80000000, 89999999)}"
