"""政策文件: what duties and categories come from."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.admin.choosers import RecordChooser
from datasets.admin.layouts import PointingRows, Section
from datasets.admin.records import RecordAdmin
from datasets.admin.searching import Search
from datasets.models import Policy

SEARCH = Search(names=("number", "title", "issuer"), hint=_("文号、标题、发文机关"))


class PolicyAdmin(RecordAdmin):
    model = Policy
    menu_icon = "doc-full"
    list_display = ("number", "title", "issuer", "region", "issued_date")
    list_select_related = ("region",)
    ordering = ("-issued_date", "number")
    search = SEARCH
    sections = (
        Section(
            _("政策文件"),
            ("title", ("number", "code"), ("issuer", "issued_date"), "region"),
        ),
    )
    pointing = (
        PointingRows("duties", pgettext_lazy("plural", "职责"), ("self", "domain", "clause")),
    )


class PolicyChooser(RecordChooser):
    model = Policy
    icon = "doc-full"
    choose_one_text = _("选择政策文件")
    search = SEARCH
    title = _("文号")
    columns = ((_("标题"), lambda policy: policy.title),)


policy_chooser = PolicyChooser("choose_policy")
