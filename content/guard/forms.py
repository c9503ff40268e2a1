"""The page editor's form: a draft may be unfinished, what goes to review or to the public may not."""

from wagtail.admin.forms import WagtailAdminPageForm

from content.guard.inspection import what_stops
from content.guard.marking import mark


class GuardedPageForm(WagtailAdminPageForm):
    """`is_deferred_validation` is Wagtail's word for a draft that is only saved."""

    def _post_clean(self) -> None:
        """After the values are in the page, so that the guard reads what would be published."""
        super()._post_clean()
        if not (self.errors or self.is_deferred_validation):
            mark(self, what_stops(self.instance))
