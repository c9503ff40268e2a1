"""任职: which member of staff keeps which area."""

from typing import Any

from django.contrib.admin import display
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from datasets.access import Actor
from datasets.admin.choosers import RecordChooser
from datasets.admin.filters import RegionFilter
from datasets.admin.layouts import Section
from datasets.admin.records import RecordAdmin
from datasets.admin.searching import Search
from datasets.models import Post
from datasets.models.posts import name_of_user
from datasets.models.regions import TRAIL

NAMES = ("username", "last_name", "first_name")


class PostAdmin(RecordAdmin):
    model = Post
    menu_icon = "key"
    list_display = ("holder", "title", "area", "since_date", "until_date")
    list_filter = (RegionFilter,)
    list_select_related = ("user", f"region__{TRAIL}")
    ordering = ("user", "id")
    search = Search(
        names=("title", *(f"user__{name}" for name in NAMES)),
        places=True,
        hint=_("用户、岗位、地区"),
    )
    sections = (Section(_("任职"), ("user", ("region", "title"), ("since_date", "until_date"))),)

    @display(description=_("用户"))
    def holder(self, post: Post) -> str:
        return name_of_user(post.user)

    @display(description=_("地区"))
    def area(self, post: Post) -> str:
        return post.region.trail()


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
        accounts = self.model.objects.filter(is_active=True)
        return accounts if self.opens_to(actor) else accounts.none()

    def title_of(self, record: Any) -> str:
        return f"{name_of_user(record)}（{record.get_username()}）"


user_chooser = UserChooser("choose_user")
