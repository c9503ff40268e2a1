"""The screens of all collections of one's own behind one address, and their place in the menu."""

from typing import Any

from django.http import Http404
from django.urls import Resolver404, URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail_modeladmin.menus import ModelAdminMenuItem

from datasets.admin.made.out_of_use import not_saved
from datasets.admin.made.records import MadeAdmin, admin_of
from datasets.custom.loading import follow, made_model
from datasets.custom.specs import Catalogue

_ADMINS: dict[str, MadeAdmin] = {}


def made_admins() -> dict[str, MadeAdmin]:
    """Collection → its screens."""
    return _ADMINS


def _fit(new: Catalogue) -> None:
    for code in _ADMINS.keys() - new.collections.keys():
        del _ADMINS[code]
    for code, spec in new.collections.items():
        known = _ADMINS.get(code)
        if known is None or known.spec != spec or known.model is not made_model(code):
            _ADMINS[code] = admin_of(made_model(code), spec)
            _ADMINS[code].chooser.on_register()  # forms that point to the collection ask by it


def made_page(request: Any, rest: str) -> Any:
    """Whatever page of whatever collection of one's own. Raises Http404."""
    code, _slash, page = rest.partition("/")
    admin = _ADMINS.get(code)
    if admin is None and request.method == "POST":
        return not_saved(request, code)
    if admin is None:
        raise Http404
    resolver = admin.chooser.resolver if page.startswith("choose/") else admin.resolver
    try:
        found = resolver.resolve(f"made/{rest}")
    except Resolver404 as error:
        raise Http404 from error
    return found.func(request, *found.args, **found.kwargs)


def made_urls() -> list[URLPattern]:
    return [path("made/<path:rest>", made_page, name="made")]


class MadeMenu(Menu):
    """Its items are those of the moment."""

    @property
    def registered_menu_items(self) -> list[MenuItem]:
        in_order = sorted(_ADMINS.values(), key=lambda admin: admin.spec.label)
        items = [ModelAdminMenuItem(admin, order) for order, admin in enumerate(in_order)]
        return [*items, *(make() for make in hooks.get_hooks(str(self.register_hook_name)))]


def made_menu_item() -> MenuItem:
    menu = MadeMenu(register_hook_name="register_made_menu_item")
    return SubmenuMenuItem(_("自建数据集"), menu, name="made", icon_name="table", order=125)


follow(_fit)
