"""任职: who works as what, where; 任命权限: who may appoint to which role."""

from typing import Any, ClassVar

from django.contrib.admin import display
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from datasets.access import Actor
from datasets.access.appointing import accounts_of, roles_to_give
from datasets.admin.choosers import RecordChooser
from datasets.admin.editing import RecordCreateView, RecordDeleteView, RecordEditView
from datasets.admin.filters import RegionFilter
from datasets.admin.forms import RecordForm
from datasets.admin.layouts import Section
from datasets.admin.records import RecordAdmin
from datasets.admin.searching import Search
from datasets.choices import AccessVerb
from datasets.models import Post, RoleGrant
from datasets.models.posts import name_of_user
from datasets.models.regions import TRAIL

NAMES = ("username", "last_name", "first_name")


class PostForm(RecordForm):
    """Offers only what the user may give out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.queryset = roles_to_give(Actor.of(self.for_user))


class PostCreateView(RecordCreateView):
    """Begins with the account that the address names."""

    def suggested(self) -> dict[str, Any]:
        named = self.request.GET.get("user", "")
        user = user_chooser.rows(self.actor).filter(pk=named).first() if named.isdecimal() else None
        return {"user": user}


def address_of_new_post(user: Any) -> str:
    return f"{reverse('datasets_post_modeladmin_create')}?{urlencode({'user': user.pk})}"


class PostAdmin(RecordAdmin):
    model = Post
    menu_icon = "key"
    form_class = PostForm
    create_view_class = PostCreateView
    list_display = ("holder", "role", "title", "place", "since_date", "until_date")
    list_filter = (RegionFilter,)
    list_select_related = ("user", "role", "agency", f"region__{TRAIL}")
    ordering = ("user", "id")
    search = Search(
        names=("title", *(f"user__{name}" for name in NAMES)),
        places=True,
        hint=_("用户、岗位、地区"),
    )
    sections = (
        Section(
            _("任职"),
            ("user", ("role", "title"), ("region", "agency"), ("since_date", "until_date")),
        ),
    )
    record_views: ClassVar[Any] = {
        **RecordAdmin.record_views,
        "edit": ("change", AccessVerb.ROLE, RecordEditView),
        "delete": ("delete", AccessVerb.ROLE, RecordDeleteView),
    }

    @display(description=_("用户"))
    def holder(self, post: Post) -> str:
        return name_of_user(post.user)

    @display(description=_("地区或机构"))
    def place(self, post: Post) -> str:
        return str(post.agency) if post.agency else post.region.trail()


class RoleGrantAdmin(RecordAdmin):
    model = RoleGrant
    menu_icon = "group"
    list_display = ("giver", "given")
    list_select_related = ("giver", "given")
    ordering = ("giver__name", "given__name")
    sections = (Section(_("任命权限"), ("giver", "given")),)


class UserChooser(RecordChooser):
    """Accounts, for those who give out posts; accounts themselves are Wagtail's."""

    model = get_user_model()
    icon = "user"
    choose_one_text = _("选择用户")
    search = Search(names=NAMES)
    title = _("账号")
    columns = ((_("姓名"), name_of_user),)

    def opens_to(self, actor: Actor) -> bool:
        return actor.may("add", Post) or actor.may("change", Post)

    def rows(self, actor: Actor) -> QuerySet[Any]:
        if not self.opens_to(actor):
            return self.model.objects.none()
        return accounts_of(actor).filter(is_active=True)

    def title_of(self, record: Any) -> str:
        return f"{name_of_user(record)}（{record.get_username()}）"


user_chooser = UserChooser("choose_user")
