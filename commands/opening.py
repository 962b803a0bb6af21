"""Open the store that the settings name."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

import settings as configuration
from data.errors import UserError
from data.store import Store


def read_address() -> URL:
    """The address of the store, checked."""
    """The address of the store; it may hold a password and is never shown."""
    url = configuration.load().store_url
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as error:
        raise UserError(
            "DATABASE_URL is not a database address; write sqlite:///path or "
            "postgresql://user@host:port/name, the port a number."
        ) from error


@contextmanager
def open_store() -> Iterator[Store]:
    """The store, closed at the end; raises UserError where its address is none."""
    read_address()
    with closing(Store(configuration.load().store_url)) as store:
        yield store
