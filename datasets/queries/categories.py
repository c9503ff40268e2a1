"""The words by which ledgers name categories."""

from datasets.models import Category, CategoryAlias


def category_words() -> dict[str, str]:
    """Every label, code and alias → the category's code."""
    words = dict(CategoryAlias.objects.values_list("alias", "category__code"))
    for code, label in Category.objects.values_list("code", "label"):
        words[label] = words[code] = code
    return words


def category_ids() -> dict[str, int]:
    """Code → key."""
    return dict(Category.objects.values_list("code", "id"))
