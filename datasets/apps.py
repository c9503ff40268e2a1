from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class DatasetsConfig(AppConfig):
    name = "datasets"
    default = True
    verbose_name = _("数据集")


class AccountsConfig(WagtailUsersAppConfig):
    """Wagtail's accounts; what they may do is a matter of posts."""

    user_viewset = "datasets.admin.accounts.AccountViewSet"
    group_viewset = "datasets.admin.accounts.RoleViewSet"
