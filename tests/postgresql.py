"""A database of one's own on a PostgreSQL server, for whoever starts other processes than pytest's."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlparse

import psycopg
from psycopg import sql

LOCAL = "postgres://postgres@127.0.0.1:5432/postgres"


@contextmanager
def fresh_database(server: str) -> Iterator[str | None]:
    """Its address, beside the database that `server` names; None where no server answers. Dropped at the end."""
    name = f"hutong_own_{os.getpid()}"
    try:
        connection = psycopg.connect(
            urlparse(server)._replace(path="/postgres").geturl(), autocommit=True, connect_timeout=3
        )
    except psycopg.OperationalError:
        yield None
        return
    with connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlparse(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            )
