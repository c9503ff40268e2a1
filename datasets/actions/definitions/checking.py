"""What a field's definition may say."""

import keyword
import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _

from datasets.actions.definitions.conditions import fault_of_condition
from datasets.choices import FieldGroup
from datasets.custom.building import MadeRecord
from datasets.custom.expressions.kinds import FormulaError
from datasets.custom.expressions.parsing import parsed
from datasets.custom.loading import catalogue
from datasets.custom.numbering import DEFAULT_WIDTH, PERIODS, WIDTHS
from datasets.custom.specs import FieldSpec
from datasets.custom.types import TYPES
from datasets.custom.types.links import UnknownTarget, models_by_collection
from datasets.custom.types.numbers import Within
from datasets.models import FieldDefinition

#: Of collections and of fields.
CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
#: Before the code of a field beside built-in ones: a later version may bring a built-in one of any other name.
BESIDE = "x_"
#: Codes that mean something else of every record.
TAKEN = {"id", "pk", "region", "history", "reason", "title", "version", "masked", "label"}
_MOST_FIELDS = 150
_LONGEST_PREFIX = 20
#: Groups that a defined field can belong to: which sensitive category a child falls in is none's to say but its own.
GROUPS = tuple(group for group in FieldGroup if group != FieldGroup.SENSITIVE_CATEGORY)


def reserved_codes() -> set[str]:
    """Those that no field of a collection of one's own can have."""
    return {*TAKEN, *dir(MadeRecord)}


def check_field(values: Mapping[str, Any], *, before: FieldDefinition | None = None) -> None:
    """Raises ValidationError by field."""
    errors: dict[str, str] = {}
    if before is None and (fault := _fault_of_code(values["code"], values["collection"])):
        errors["code"] = fault
    if values["kind"] not in TYPES:
        errors["kind"] = _("没有这种类型。")
    elif before and TYPES[before.kind].has_column != TYPES[values["kind"]].has_column:
        errors["kind"] = _("填写的字段和计算得出的字段不能互相改，请新增一个字段。")
    elif fault := _fault_of_options(values):
        errors["options"] = fault
    is_called_anew = before is None or values["label"] != before.label
    if is_called_anew and (fault := fault_of_label(values)):
        errors["label"] = fault
    if values.get("group", FieldGroup.BASIC) not in GROUPS:
        errors["group"] = _("请选择谁看得到这个字段。")
    if errors:
        raise ValidationError(errors)
    _check_together(values)
    if fault := fault_of_condition(_spec_of(values)):
        raise ValidationError({"shown_when": fault})


def fault_of_label(values: Mapping[str, Any]) -> str:
    """By their labels forms, ledgers and formulas tell the fields of a collection apart."""
    others = FieldDefinition.objects.filter(collection=values["collection"], archived_date=None)
    labels = set(others.exclude(code=values["code"]).values_list("label", flat=True))
    if _is_built_in(values["collection"]):
        fields = models_by_collection()[values["collection"]]._meta.concrete_fields
        labels |= {str(one.verbose_name) for one in fields if not hasattr(one, "made")}
    if values["label"] in labels:
        return _("已经有叫“%(label)s”的字段，请换一个名称。") % {"label": values["label"]}
    return ""


def _fault_of_code(code: str, collection: str) -> str:
    if not CODE.fullmatch(code) or keyword.iskeyword(code):
        return _("代码只能用小写字母、数字和下划线，以字母开头。")
    if _is_built_in(collection):
        if not code.startswith(BESIDE):
            return _("给内置数据集加的字段，代码要以 x_ 开头。")
    elif code in TAKEN or hasattr(MadeRecord, code):
        return _("这个代码有别的用处，请换一个。")
    if FieldDefinition.objects.filter(collection=collection).count() >= _MOST_FIELDS:
        return _("一个数据集最多 %(count)d 个字段。") % {"count": _MOST_FIELDS}
    return ""


def _fault_of_options(values: Mapping[str, Any]) -> str:
    options = values.get("options") or {}
    kind = TYPES[values["kind"]]
    known = {*kind.options, *(("retired",) if "choices" in kind.options else ())}
    unknown = sorted(options.keys() - known)
    if unknown:
        return _("这种类型没有这些选项：%(names)s。") % {"names": "、".join(unknown)}
    if "choices" in kind.options and (fault := _fault_of_choices(options.get("choices"))):
        return fault
    if not kind.has_column:
        return _fault_of_formula(str(options.get("formula") or ""))
    try:
        field = kind.field(_spec_of(values))
        if fault := _fault_of_checks(field):
            return fault
        if field.has_default() and not callable(field.default):
            field.run_validators(field.default)
            field.validate(field.default, None)
    except re.error:
        return _("格式不是正确的正则表达式。")
    except UnknownTarget:
        return _("请选择指向哪个数据集。")
    except ValidationError as error:
        return _("默认值：%(why)s") % {"why": error.messages[0]}
    except (ValueError, TypeError, ArithmeticError):
        return _("选项里有写法不对的数字。")
    return ""


def _fault_of_checks(field: Any) -> str:
    """Raises re.error."""
    for check in field.validators:
        if isinstance(check, RegexValidator):
            re.compile(check.regex)  # it reads its pattern when first used
        if isinstance(check, Within) and check.least > check.most:
            return _("最小的不能比最大的还大。")
    return ""


def _fault_of_formula(formula: str) -> str:
    """How it is written; whether its fields are there and go together is seen when all of them are (changing.py)."""
    try:
        parsed(formula)
    except FormulaError as error:
        return str(error)
    return ""


def _fault_of_choices(choices: Any) -> str:
    if not choices:
        return _("请至少写一个选项。")
    codes = [code for code, _label in choices]
    labels = [label for _code, label in choices]
    if len({*codes}) < len(codes) or len({*labels}) < len(labels):
        return _("选项不能重复。")
    if any("|" in code or not code for code in codes):
        return _("选项的代码不能为空，也不能有竖线。")
    return ""


def _check_together(values: Mapping[str, Any]) -> None:
    kind = TYPES[values["kind"]]
    if kind.is_given and (fault := _fault_of_numbering(values)):
        raise ValidationError({"kind": fault})
    if values.get("is_unique") and not kind.can_be_unique:
        raise ValidationError({"is_unique": _("这种类型的字段不能要求不重复。")})
    if (
        values.get("is_unique")
        and _spec_of(values).is_encrypted
        and values["kind"] not in ("id_number", "phone")
    ):
        raise ValidationError({"is_unique": _("加密保存的内容无法比较，不能要求不重复。")})
    if values.get("is_filterable") and (not kind.is_filterable or _spec_of(values).is_encrypted):
        raise ValidationError({"is_filterable": _("这种字段不能用来筛选。")})


def _fault_of_numbering(values: Mapping[str, Any]) -> str:
    options = values.get("options") or {}
    width = str(options.get("width") or DEFAULT_WIDTH)
    if _is_built_in(values["collection"]):
        return _("自动编号只能用在自建数据集里。")
    if _spec_of(values).is_encrypted:
        return _("自动编号大家都看得到，请选“基本情况”。")
    if (options.get("period") or "") not in PERIODS:
        return _("编号可以每年、每月重新开始，或者一直往下编。")
    if not (width.isascii() and width.isdigit()) or int(width) not in WIDTHS:
        return _("编号的位数是 1 到 12。")
    if len(str(options.get("prefix") or "")) > _LONGEST_PREFIX:
        return _("编号的开头最多 %(count)d 个字。") % {"count": _LONGEST_PREFIX}
    return ""


def _is_built_in(collection: str) -> bool:
    is_made = collection in {*catalogue().collections, *catalogue().archived}
    return collection in models_by_collection() and not is_made


def _spec_of(values: Mapping[str, Any]) -> FieldSpec:
    return FieldSpec.of(FieldDefinition(**{"column": values["code"], **values}))
