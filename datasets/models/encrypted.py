"""Fields whose columns hold ciphertext: plain values in Python, in forms and in histories, none in the database.

Empty stays empty, so that constraints and lists can ask whether anything is recorded. What a ciphertext
cannot answer raises FieldError: finding nothing would be a wrong answer.
"""

import datetime
import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any, ClassVar

import orjson
from django.conf import settings
from django.core import checks
from django.core.exceptions import EmptyResultSet, FieldError
from django.db import models
from django.db.models.lookups import Exact, In, IsNull, Lookup

from datasets.encryption.keys import keys_told
from datasets.encryption.values import ColumnCipher, Findable, Hidden, HiddenDocument


@lru_cache(maxsize=1_000)
def _cipher_of(kind: type[ColumnCipher], column: str, told: str) -> Any:
    return kind(column, keys_told(told))


class IsEmpty(Exact):
    """Equal to "" and to nothing else (None becomes IS NULL)."""

    def get_prep_lookup(self) -> Any:
        if self.rhs not in ("", None):
            raise FieldError(
                f"{self.lhs.output_field} is encrypted: nothing can be compared with it."
            )
        return self.rhs


class IsSame(Exact):
    """Equal, whichever key the value was encrypted with."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if not self.rhs_is_direct_value() or not self.rhs:
            return super().as_sql(compiler, connection)
        spellings = self.lhs.output_field.cipher.spellings(self.rhs)
        lhs, params = self.process_lhs(compiler, connection)
        marks = ", ".join("%s" for _ in spellings)
        return f"{lhs} IN ({marks})", [*params, *spellings]


class IsAmong(In):
    """The same for a list of any length: one parameter, which both databases take."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if not self.rhs_is_direct_value():
            return super().as_sql(compiler, connection)
        cipher = self.lhs.output_field.cipher
        spellings = [one for text in {*self.rhs} if text for one in cipher.spellings(text)]
        if not spellings:
            raise EmptyResultSet
        lhs, params = self.process_lhs(compiler, connection)
        listed, told = "SELECT value FROM json_each(%s)", json.dumps(spellings)
        if connection.vendor == "postgresql":
            # As one text, which the driver writes in a twentieth of the time of an array. Base64 has no comma.
            listed, told = "SELECT unnest(string_to_array(%s, ','))", ",".join(spellings)
        return f"{lhs} IN ({listed})", [*params, told]


class EncryptedField(models.Field):
    """The mixin of the fields below. `label` binds the values to their column; a renamed one keeps its first label."""

    cipher_kind: ClassVar[type[ColumnCipher]] = Hidden
    lookups: ClassVar[dict[str, type[Lookup]]] = {"exact": IsEmpty, "isnull": IsNull}

    def __init__(self, *args: Any, label: str = "", **options: Any) -> None:
        self.label = label
        super().__init__(*args, **options)

    @property
    def column_label(self) -> str:
        """The history's columns hold the same ciphertexts: they have the label of the record's."""
        model = self.model._meta.model_name or ""
        return self.label or f"{model.removeprefix('historical')}.{self.name}"

    @property
    def cipher(self) -> Any:
        kind: Any = self.cipher_kind
        return _cipher_of(kind, self.column_label, settings.ENCRYPTION_KEYS)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, **({"label": self.label} if self.label else {})}

    def check(self, **options: Any) -> list[Any]:
        return [*super().check(**options), *self._check_order()]

    def _check_order(self) -> list[Any]:
        ordering = [one for one in self.model._meta.ordering or () if isinstance(one, str)]
        if self.name not in [one.lstrip("-") for one in ordering]:
            return []
        return [checks.Error(f"Ordered by “{self.name}”, which is encrypted.", obj=self.model)]

    def get_internal_type(self) -> str:
        # Not the plain field's: a database backend would take the ciphertext for a date.
        return "TextField"

    def db_type(self, connection: Any) -> str:
        return "text"

    def db_check(self, connection: Any) -> None:
        return None

    def get_lookup(self, lookup_name: str) -> type[Lookup]:
        try:
            return self.lookups[lookup_name]
        except KeyError:
            known = ", ".join(self.lookups)
            raise FieldError(
                f"{self} is encrypted: it cannot be asked for “{lookup_name}”, only for {known}."
            ) from None

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self} is encrypted: “{lookup_name}” of it is unknown to the database.")

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if not prepared:
            value = self.get_prep_value(value)
        if value is None or value == "" or hasattr(value, "as_sql"):
            return value
        return self.cipher.encrypt(self.text_of(value))

    def get_db_converters(self, connection: Any) -> list[Callable[[Any, Any, Any], Any]]:
        """One for all rows of a question, which has its cipher at hand."""
        decrypt, value_of = self.cipher.decrypt, self.value_of
        return [lambda value, _expression, _db: value_of(decrypt(value)) if value else value]

    def bulk_adapter(self) -> Callable[[Any], Any]:
        """What makes column values of many values that are not None: as saving does, with little around it."""
        encrypt, text_of = self.cipher.encrypt, self.text_of
        return lambda value: encrypt(text_of(value)) if value != "" else value

    def text_of(self, value: Any) -> Any:
        return value

    def value_of(self, text: Any) -> Any:
        return text


class EncryptedCharField(EncryptedField, models.CharField):
    pass


class EncryptedTextField(EncryptedField, models.TextField):
    pass


class EncryptedDateField(EncryptedField, models.DateField):
    def text_of(self, value: datetime.date) -> str:
        return value.isoformat()

    def value_of(self, text: str) -> datetime.date:
        return datetime.date.fromisoformat(text)


class EncryptedJSONField(EncryptedField, models.JSONField):
    """A document. Bulk writes (history/bulk.py) give it as JSON text: whoever made it encodes it once and best."""

    cipher_kind = HiddenDocument

    def get_internal_type(self) -> str:
        return "BinaryField"

    def db_type(self, connection: Any) -> str:
        return str(connection.data_types["BinaryField"])

    def get_db_converters(self, connection: Any) -> list[Callable[[Any, Any, Any], Any]]:
        decrypt = self.cipher.decrypt
        return [
            lambda value, _expression, _db: (
                None if value is None else orjson.loads(decrypt(bytes(value)))
            )
        ]

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None or hasattr(value, "as_sql"):
            return value
        return self.cipher.encrypt(orjson.dumps(value))

    def bulk_adapter(self) -> Callable[[Any], Any]:
        encrypt = self.cipher.encrypt
        return lambda text: encrypt(text.encode())


class FindableCharField(EncryptedField, models.CharField):
    """Found by its whole value, unique where a constraint says so, joined and compared set-wise.

    For numbers of high entropy: its ciphertext shows which rows have the same one.
    """

    cipher_kind = Findable
    lookups = {"exact": IsSame, "in": IsAmong, "isnull": IsNull}

    def bulk_adapter(self) -> Callable[[Any], Any]:
        """The value before is remembered: all rows of a sheet name the same one."""
        encrypt = self.cipher.encrypt
        before = ("", "")

        def adapted(value: str) -> str:
            nonlocal before
            if value != before[0]:
                before = (value, encrypt(value) if value else value)
            return before[1]

        return adapted
