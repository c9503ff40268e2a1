"""The interface in both languages: Chinese as written, English by the catalogue."""

import re

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import ngettext

from datasets.actions.ledgers.issues import SENTENCES, Issue
from datasets.admin.children import ChildAdmin
from datasets.admin.menus import ArchiveGroup
from datasets.choices import Relation
from datasets.models import Agency, Child

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")


def placeholders(sentence: str) -> set[str]:
    return set(PLACEHOLDER.findall(sentence))


@pytest.mark.parametrize(
    ("language", "one", "many", "group"),
    [
        ("zh-hans", "困境儿童", "困境儿童", "儿童档案"),
        ("en", "Child in difficulty", "Children in difficulty", "Child records"),
    ],
)
def test_names_and_menu_follow_the_language(language: str, one: str, many: str, group: str) -> None:
    with translation.override(language):
        assert Child._meta.verbose_name == one
        assert str(ChildAdmin().get_menu_label()) == many
        assert str(ArchiveGroup.menu_label) == group


def test_one_chinese_word_has_two_english_ones_where_the_meaning_differs() -> None:
    assert Relation.INSTITUTION.label == Agency._meta.verbose_name == "机构"
    with translation.override("en"):
        assert Relation.INSTITUTION.label == "Institution"
        assert Agency._meta.verbose_name == "Agency"


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("zh-hans", "身份证号应为18位，现在是17位。"),
        ("en", "An ID number has 18 characters; this one has 17."),
    ],
)
def test_an_issue_is_told_in_the_language_of_who_reads_it(language: str, message: str) -> None:
    issue = Issue("id_number", "length", params={"count": 17})
    with translation.override(language):
        assert issue.message == message


@pytest.mark.parametrize("code", [one for one in SENTENCES if SENTENCES[one] != "%(sentence)s"])
def test_every_issue_has_english_with_the_same_parameters(code: str) -> None:
    with translation.override("zh-hans"):
        chinese = str(SENTENCES[code])
    with translation.override("en"):
        english = str(SENTENCES[code])
    assert english != chinese
    assert placeholders(english) == placeholders(chinese)


@pytest.mark.parametrize(("count", "english"), [(1, "1 agency"), (2, "2 agencies")])
def test_english_tells_one_from_many(count: int, english: str) -> None:
    with translation.override("en"):
        assert (
            ngettext("%(number)s个机构", "%(number)s个机构", count) % {"number": count} == english
        )


def test_what_wagtail_lacks_of_chinese_comes_from_our_catalogue() -> None:
    page = Template("{% load i18n %}{% translate 'Has child pages' %}")
    with translation.override("zh-hans"):
        assert page.render(Context()) == "有下级页面"
    with translation.override("en"):
        assert page.render(Context()) == "Has child pages"
