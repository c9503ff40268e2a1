"""Families."""

from datasets.models import Family
from datasets.resources.places import place_columns
from datasets.resources.records import RecordResource


class FamilyResource(RecordResource):
    region, county, township, village = place_columns()

    class Meta:
        model = Family
        fields = (
            "id", "region", "county", "township", "village", "household_number", "head_name",
            "address", "economic_situation", "dossier_type", "remark",
        )  # fmt: skip
