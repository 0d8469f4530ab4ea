"""A sandbox, a clock that stands still until it is moved, and request bodies written by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from loopback import client_of

from batchsms.sandbox.account import Account
from batchsms.sandbox.server import running

AUTHENTICATION = "<authentication><key>demo</key><hash>demo</hash></authentication>"


class Clock:
    """A clock that is moved by hand; it begins on 24 November 2026, 09:00 in Turkey."""

    def __init__(self):
        self.now = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)

    def __call__(self):
        """Give the time at which the clock stands."""
        return self.now

    def pass_(self, **delta):
        """Move the clock on, by what `timedelta` takes."""
        self.now += timedelta(**delta)


def _order_xml(
    *messages,
    key="demo",
    sender="APITEST",
    at=None,
    iys="0",
    iys_list=None,
):
    """Write an order; a message is a text and its numbers."""
    optional = {"sendDateTime": at, "iys": iys, "iysList": iys_list}
    options = "".join(f"<{name}>{value}</{name}>" for name, value in optional.items() if value is not None)
    written = "".join(
        f"<message><text><![CDATA[{text}]]></text><receipents>"
        + "".join(f"<number>{number}</number>" for number in numbers)
        + "</receipents></message>"
        for text, *numbers in messages or [("Test mesaji.", "5301234567")]
    )
    authentication = AUTHENTICATION.replace("demo", key, 1)
    return (
        '<?xml version="1.0" encoding="UTF-8" ?>'
        f"<request>{authentication}<order><sender>{sender}</sender>{options}{written}</order></request>"
    ).encode()


def _report_xml(order_id, *, page=None, row_count=None):
    """Write a request for a page of an order's delivery reports."""
    optional = {"page": page, "rowCount": row_count}
    options = "".join(f"<{name}>{value}</{name}>" for name, value in optional.items() if value is not None)
    return f"<request>{AUTHENTICATION}<order><id>{order_id}</id>{options}</order></request>".encode()


def _blacklist_xml(*, page=None, row_count=None):
    """Write a request for a page of the account's blacklist, without a filter where none is asked for."""
    optional = {"page": page, "rowCount": row_count}
    options = "".join(f"<{name}>{value}</{name}>" for name, value in optional.items() if value is not None)
    span = f"<blacklist>{options}</blacklist>" if options else ""
    return f"<request>{AUTHENTICATION}{span}</request>".encode()


def _list_json(start="2026-11-24", end="2026-11-24", **filter_):
    """Write a request for a page of the list of orders."""
    authentication = {"key": "demo", "hash": "demo"}
    return {"request": {"authentication": authentication, "filter": {"start": start, "end": end, **filter_}}}


@pytest.fixture
def order_xml():
    """Give the writer of `send-sms` bodies."""
    return _order_xml


@pytest.fixture
def report_xml():
    """Give the writer of `get-report` bodies."""
    return _report_xml


@pytest.fixture
def blacklist_xml():
    """Give the writer of `get-blacklist` bodies."""
    return _blacklist_xml


@pytest.fixture
def list_json():
    """Give the writer of `get-reports` bodies, as JSON's types."""
    return _list_json


@pytest.fixture
def account_xml():
    """Give the body of `get-balance` and `get-sender`."""
    return f"<request>{AUTHENTICATION}</request>".encode()


@pytest.fixture
def clock():
    """Give the clock of this test's account."""
    return Clock()


@pytest.fixture
def account(clock):
    """Give an account whose clock stands still."""
    return Account(clock)


@pytest.fixture
def sandbox(account):
    """Run a sandbox that keeps the bodies it gets."""
    with running(account=account, keep_bodies=True) as sandbox:
        yield sandbox


@pytest.fixture
def client(sandbox):
    """Give an HTTP client of the sandbox."""
    with client_of(sandbox.url) as client:
        yield client


@pytest.fixture
def send(client):
    """Give a function that posts a body to `send-sms`."""

    def send(body):
        return client.post("/v1/send-sms", content=body, headers={"Content-Type": "text/xml; charset=utf-8"})

    return send
