from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class DatasetsConfig(AppConfig):
    name = "datasets"
    default = True
    verbose_name = _("数据集")

    def ready(self) -> None:
        # By its name: history knows the models, which this module is loaded before.
        import_module("datasets.history.generation").watch_public_knowledge()


class AccountsConfig(WagtailUsersAppConfig):
    """Wagtail's accounts; what they may do is a matter of posts."""

    user_viewset = "datasets.admin.accounts.AccountViewSet"
    group_viewset = "datasets.admin.accounts.RoleViewSet"
