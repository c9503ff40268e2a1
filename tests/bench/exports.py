"""How fast children go out: our sheet and our CSV, and stock django-import-export's xlsx of the same fields."""

import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from import_export import fields, resources
from import_export.formats.base_formats import XLSX

from datasets.access import Actor
from datasets.models import Child
from datasets.resources import export_to_file


def export_ours(folder: Path, ending: str, by: Actor) -> dict[str, float]:
    """Every child, with categories and principal guardian."""
    return _measured(lambda: export_to_file("children", folder / f"out{ending}", by=by))


def export_stock(rows: int) -> dict[str, float]:
    """The stock way at its best: everything that the columns read is fetched along."""

    class StockResource(resources.ModelResource):
        county = fields.Field("region__parent__parent__name", "县（市、区）")
        township = fields.Field("region__parent__name", "镇（街道）")
        village = fields.Field("region__name", "村（社区）")
        categories = fields.Field(column_name="儿童类别")
        guardian = fields.Field(column_name="监护人姓名")
        phone = fields.Field(column_name="监护人联系电话")

        class Meta:
            model = Child
            exclude = ("photo", "household_region")

        def dehydrate_categories(self, child: Child) -> str:
            return "、".join(str(link.category) for link in child.category_links.all())

        def dehydrate_guardian(self, child: Child) -> str:
            return next((link.guardian.name for link in child.guardianships.all()), "")

        def dehydrate_phone(self, child: Child) -> str:
            return next((link.guardian.phone for link in child.guardianships.all()), "")

    def work() -> int:
        children = Child.objects.select_related("region__parent__parent", "family")
        children = children.prefetch_related("category_links__category", "guardianships__guardian")
        dataset = StockResource().export(children.order_by("pk")[:rows])
        XLSX().export_data(dataset)
        return len(dataset)

    return _measured(work)


def _measured(work: Callable[[], int]) -> dict[str, Any]:
    """Rows a second, seconds, and by how many MB the peak of memory rose."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    rows = work()
    seconds = time.perf_counter() - begun
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {"rows_per_second": rows / seconds, "seconds": seconds, "grown_mb": grown / 1024}
