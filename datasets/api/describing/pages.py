"""What Wagtail says of its own addresses, as far as they are open here."""

import copy
from typing import Any

from datasets.api.describing.schemas import problems
from datasets.api.pages import ROOT, SERVED, description


def page_paths() -> dict[str, Any]:
    told = description()["paths"]
    return {
        ROOT + address: {"get": _read(told[ROOT + address]["get"])} for address in SERVED.values()
    }


def _read(operation: dict[str, Any]) -> dict[str, Any]:
    """With our tokens instead of Wagtail's, and our refusals."""
    kept = copy.deepcopy(operation)
    kept["security"] = [{}, {"token": []}]
    kept["responses"] = {
        **{str(status): told for status, told in kept["responses"].items()},
        "302": {"description": "到这一页的地址"},
        "304": {"description": "没有变化"},
        **problems(400, 401, 403, 404, 422, 429),
    }
    return kept


def page_schemas() -> dict[str, Any]:
    schemas: dict[str, Any] = description()["components"]["schemas"]
    return schemas
