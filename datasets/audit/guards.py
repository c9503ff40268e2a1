"""The database itself refuses to change or remove an entry of the access log."""

from typing import Any

_TABLE = "datasets_accessentry"
_REFUSAL = "The access log is append-only."
_SQLITE = {
    f"{_TABLE}_no_{verb.lower()}": (
        f"CREATE TRIGGER {_TABLE}_no_{verb.lower()} BEFORE {verb} ON {_TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    )
    for verb in ("UPDATE", "DELETE")
}
_POSTGRESQL_FUNCTION = (
    f"CREATE OR REPLACE FUNCTION {_TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
)
_POSTGRESQL = {
    f"{_TABLE}_no_{verb.lower()}": (
        f"CREATE TRIGGER {_TABLE}_no_{verb.lower()} BEFORE {verb} ON {_TABLE} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {_TABLE}_refuse()"
    )
    for verb in ("UPDATE", "DELETE", "TRUNCATE")
}


def set_guards(connection: Any) -> None:
    """Set them all, anew where they are."""
    remove_guards(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for statement in _guards(connection).values():
            cursor.execute(statement)


def remove_guards(connection: Any) -> None:
    """For the tests that tamper; a running system never calls it."""
    on_table = f" ON {_TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in _guards(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def missing_guards(connection: Any) -> list[str]:
    """The triggers that should be there and are not."""
    if connection.vendor == "postgresql":
        question = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    else:
        question = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(question)
        there = {name for (name,) in cursor.fetchall()}
    return sorted(_guards(connection).keys() - there)


def _guards(connection: Any) -> dict[str, str]:
    return _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
