"""How a page calls a user."""

from typing import Any

from django import template

from datasets.models.posts import name_of_user

register = template.Library()


@register.filter
def named(user: Any) -> str:
    return name_of_user(user)
