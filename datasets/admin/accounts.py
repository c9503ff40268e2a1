"""Wagtail's pages for accounts, without what goes round posts: groups, superusers, other areas' accounts."""

from typing import Any

from django.db import transaction
from django.db.models import Prefetch, ProtectedError, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.account import NameEmailSettingsPanel
from wagtail.admin.views.generic.usage import UsageView
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.groups import DeleteView as GroupDeleteView
from wagtail.users.views.groups import GroupViewSet
from wagtail.users.views.users import (
    CreateView,
    DeleteView,
    EditView,
    HistoryView,
    IndexView,
    UserViewSet,
)

from datasets.access import Actor
from datasets.access.appointing import accounts_of
from datasets.admin.posts import address_of_new_post
from datasets.models import Post
from datasets.models.regions import TRAIL


class _Form:
    """What a person is, a post says; e-mail is none of our business, so nobody has to have one.

    Who has a whole name under 姓 need not tear it in two.
    """

    fields: dict[str, Any]
    order_fields: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _demand_less(self)
        self.order_fields(
            ("username", "last_name", "first_name", "email", "password1", "password2")
        )


class OwnNameForm(NameEmailForm):
    """As the administrator's: else whoever has no e-mail could change no password on the account page."""

    field_order = ("last_name", "first_name", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _demand_less(self)


# Wagtail's page takes its panels from no setting.
NameEmailSettingsPanel.form_class = OwnNameForm


class AccountCreationForm(_Form, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields - {"groups"}


class AccountEditForm(_Form, UserEditForm):
    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields - {"groups"}


class _SuperusersAlone:
    """Nobody but a superuser makes a superuser."""

    request: Any

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        if not self.request.user.is_superuser:
            form.fields.pop("is_superuser", None)
        return form


class _Mine:
    """An account that is not the user's to change is not there."""

    request: Any

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        account = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not accounts_of(Actor.of(self.request.user)).filter(pk=account.pk).exists():
            raise Http404
        return account


class AccountIndexView(IndexView):
    @cached_property
    def columns(self) -> list[Any]:
        """Posts instead of Wagtail's tick boxes: what they begin is done one account at a time."""
        shown = [column for column in super().columns if column.name != "bulk_actions"]
        posts = Column("posts", label=_("任职"), accessor=_posts_of)
        return [*shown[:2], posts, *shown[2:]]

    def get_base_queryset(self) -> QuerySet[Any]:
        mine = accounts_of(Actor.of(self.request.user))
        accounts: QuerySet[Any] = super().get_base_queryset()
        return accounts.filter(pk__in=mine.values("pk")).prefetch_related(
            Prefetch("posts", _told_posts())
        )


class AccountCreateView(_SuperusersAlone, CreateView):
    """Leads on to the post, without which the new account sees nothing."""

    success_message = _("账号“%(object)s”已建好。再给一个任职，登录后才看得到内容。")

    def get_success_url(self) -> str:
        if not Actor.of(self.request.user).may("add", Post):
            return str(super().get_success_url())
        return address_of_new_post(self.object)


class AccountEditView(_Mine, _SuperusersAlone, EditView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            posts=_told_posts().filter(user=self.object),
            new_post=address_of_new_post(self.object),
            **kwargs,
        )


class AccountDeleteView(_Mine, DeleteView):
    pass


class AccountHistoryView(_Mine, HistoryView):
    pass


class AccountUsageView(_Mine, UsageView):
    pass


class AccountViewSet(UserViewSet):
    index_view_class = AccountIndexView
    add_view_class = AccountCreateView
    edit_view_class = AccountEditView
    delete_view_class = AccountDeleteView
    usage_view_class = AccountUsageView
    copy_view_enabled = False
    history_view_class = AccountHistoryView

    create_template_name = "datasets/accounts/create.html"
    edit_template_name = "datasets/accounts/edit.html"

    def get_form_class(self, for_update: bool = False) -> Any:
        return AccountEditForm if for_update else AccountCreationForm


class RoleDeleteView(GroupDeleteView):
    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ProtectedError:
            messages.error(
                self.request,
                _("还有任职、任命权限或登录规则用到这个角色，请先处理它们，再删除角色。"),
            )
            return redirect(self.index_url_name)


class RoleViewSet(GroupViewSet):
    delete_view_class = RoleDeleteView


def _demand_less(form: Any) -> None:
    for name in ("first_name", "email"):
        form.fields[name].required = False


def _told_posts() -> QuerySet[Post]:
    return Post.objects.select_related("role", "agency", f"region__{TRAIL}").order_by("id")


def _posts_of(user: Any) -> str:
    return (
        "；".join(f"{post.role}（{post.agency or post.region}）" for post in user.posts.all())
        or "—"
    )
