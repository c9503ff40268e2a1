"""JSON schemas of single values, and an example of each."""

from typing import Any

from datasets.api.attributes import LARGEST_KEY, Attribute, Kind

JsonSchema = dict[str, Any]

KEY: JsonSchema = {"type": "integer", "minimum": 1, "maximum": LARGEST_KEY}
#: Texts that both databases keep: no NUL.
TEXT: JsonSchema = {"type": "string", "minLength": 1, "maxLength": 300, "pattern": "^[^\\u0000]+$"}
#: A `next` that an answer gave, with the same order.
CURSOR: JsonSchema = {"type": "string", "format": "cursor", "maxLength": 2_000}
#: The official code of a region that is there, of 2 to 12 digits; "#" and its key where it has none.
REGION_CODE: JsonSchema = {"type": "string", "format": "region-code", "pattern": "^#?[0-9]{1,18}$"}
#: A text among others: commas part them, blanks around them are nothing.
_LISTED = "^[^\\u0000,]*[^\\u0000, ][^\\u0000,]*$"
DATE: JsonSchema = {"type": "string", "format": "date"}
AMOUNT: JsonSchema = {"type": "string"}
NUMBER: JsonSchema = {"type": "integer"}
BOOLEAN: JsonSchema = {"type": "boolean"}

_PLAIN: dict[Kind, JsonSchema] = {
    Kind.TEXT: TEXT,
    Kind.CHOICE: TEXT,
    Kind.CODES: {"type": "array"},
    Kind.INTEGER: NUMBER,
    Kind.DECIMAL: AMOUNT,
    Kind.DATE: DATE,
    Kind.MOMENT: {"type": "string", "format": "date-time"},
    Kind.BOOLEAN: BOOLEAN,
    Kind.LINK: KEY,
    Kind.FILE: BOOLEAN,
}
_EXAMPLES: dict[Kind, Any] = {
    Kind.TEXT: "示例",
    Kind.INTEGER: 1,
    Kind.DECIMAL: "950.00",
    Kind.DATE: "2026-11-20",
    Kind.MOMENT: "2026-11-20T09:30:00+08:00",
    Kind.BOOLEAN: False,
    Kind.LINK: 1,
    Kind.FILE: False,
}
#: What a reader of the document recognises at once, by the names of fields.
_TELLING = {
    ("name", Kind.TEXT): "王小明",
    ("head_name", Kind.TEXT): "王建国",
    ("code", Kind.TEXT): "example",
    ("birth_date", Kind.DATE): "2015-06-01",
    ("school", Kind.TEXT): "中心小学",
    ("text", Kind.TEXT): "对困境未成年人定期走访。",
    ("number", Kind.TEXT): "澄政办发〔2015〕77号",
}


def plain(attribute: Attribute) -> JsonSchema:
    """A value of the field, as it is asked for."""
    if attribute.name == "id":
        return KEY
    if attribute.choices:
        return {"type": "string", "enum": list(attribute.choices)}
    if attribute.kind is Kind.INTEGER:
        return {**NUMBER, "minimum": -attribute.largest, "maximum": attribute.largest}
    if attribute.kind is Kind.DECIMAL:
        whole, places = attribute.digits, attribute.places
        return {**AMOUNT, "pattern": f"^-?[0-9]{{1,{whole}}}(\\.[0-9]{{1,{places}}})?$"}
    return _PLAIN[attribute.kind]


def asked(attribute: Attribute, operator: str) -> JsonSchema:
    """The value of a parameter."""
    if operator == "isnull":
        return BOOLEAN
    if operator in ("in", "code__in"):
        single = TEXT if operator == "code__in" else plain(attribute)
        single = {**single, "pattern": _LISTED} if single is TEXT else single
        return {"type": "array", "items": single, "minItems": 1, "maxItems": 100}
    if operator == "under":
        return REGION_CODE
    return TEXT if operator in ("code", "contains", "startswith") else plain(attribute)


def read(attribute: Attribute) -> JsonSchema:
    """As an answer tells it: masked a text, followed an object."""
    described = {"title": attribute.label}
    if attribute.help_text:
        described["description"] = attribute.help_text
    if attribute.kind is Kind.LINK:
        types = ["integer", "object", "string", "null"]
    else:
        types = list(dict.fromkeys([_PLAIN[attribute.kind]["type"], "string", "null"]))
    if attribute.name == "id":
        types = ["integer"]
    is_told = {} if attribute.is_writable else {"readOnly": True}
    return {**described, **is_told, "type": types}


def written(attribute: Attribute) -> JsonSchema:
    """As it is sent to be recorded."""
    schema = dict(plain(attribute))
    if attribute.kind is Kind.TEXT:
        schema = {"type": "string", "pattern": "^[^\\u0000]*$"}
        if attribute.longest:
            schema["maxLength"] = attribute.longest
        if attribute.is_required:
            schema["minLength"] = 1
    elif attribute.kind is Kind.CODES:
        schema = {"type": "array", "items": schema, "uniqueItems": True}
    elif attribute.choices and not attribute.is_required:
        schema["enum"] = [*dict.fromkeys([*schema["enum"], ""])]
    elif attribute.kind is Kind.LINK and "code" in attribute.operators:
        schema = {"anyOf": [KEY, {"type": "string", "description": "code"}]}
    if attribute.is_null:
        schema = {"anyOf": [schema, {"type": "null"}]}
    described = {"description": attribute.help_text} if attribute.help_text else {}
    return {"title": attribute.label, **described, **schema}


def example(attribute: Attribute) -> Any:
    if (telling := _TELLING.get((attribute.name, attribute.kind))) is not None:
        return telling
    if attribute.choices:
        first = next(iter(attribute.choices))
        return [first] if attribute.kind is Kind.CODES else first
    if attribute.kind is Kind.DECIMAL and attribute.digits < 3:
        return "1"
    return _EXAMPLES[attribute.kind]
