"""What the gateway reads: the bytes of a request, as a frozen value or as `UnreadableError`.

This is a second reading of the vendor's page, on purpose. It shares no code with the side that writes
requests, so that one misunderstanding cannot hide in both. It is stricter than the vendor is known to be:
what the page does not show, at the place where it shows it, is refused.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

ROWS_AT_MOST = 1000
"""Rows on one page of `get-report` and `get-blacklist`: the vendor's default and its maximum."""

RECIPIENTS_AT_MOST = 50_000
"""Recipients of one order, by the vendor's notes of 2026; what it answers beyond is not known."""

# Content models in the manner of a DTD: the path of an element, and a pattern of its children's names, each
# closed by a comma. A path that is not listed is a leaf.
_AUTHENTICATION = {"request/authentication": "key,hash,"}
_SEND_SMS = _AUTHENTICATION | {
    "request": "authentication,order,",
    "request/order": "sender,(?:sendDateTime,)?(?:iys,)?(?:iysList,)?(?:message,)+",
    "request/order/message": "text,receipents,",
    "request/order/message/receipents": "(?:number,)+",
}
_GET_REPORT = _AUTHENTICATION | {
    "request": "authentication,order,",
    "request/order": "id,(?:page,)?(?:rowCount,)?",
}
_CANCEL_ORDER = _AUTHENTICATION | {"request": "authentication,order,", "request/order": "id,"}
_GET_BLACKLIST = _AUTHENTICATION | {
    "request": "authentication,(?:blacklist,)?",
    "request/blacklist": "(?:page,)?(?:rowCount,)?",
}
_ACCOUNT = _AUTHENTICATION | {"request": "authentication,"}


class UnreadableError(ValueError):
    """The body is not a request of this endpoint; the message says where, and quotes nothing of the body."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """The pair that stands in every request."""

    key: str
    hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """One text and the numbers that get it."""

    text: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """A `send-sms` body; values as written, `None` where an element that may be absent is absent."""

    credentials: Credentials
    sender: str
    send_at: str | None
    iys: str | None
    iys_list: str | None
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """A `get-report` body: one page of one order's delivery reports."""

    credentials: Credentials
    order_id: str
    page: int
    row_count: int


@dataclass(frozen=True, slots=True)
class CancelRequest:
    """A `cancel-order` body: the id of an order."""

    credentials: Credentials
    order_id: str


@dataclass(frozen=True, slots=True)
class BlacklistRequest:
    """A `get-blacklist` body: one page of the account's blacklist."""

    credentials: Credentials
    page: int
    row_count: int


@dataclass(frozen=True, slots=True)
class ListRequest:
    """A `get-reports` body: one page of the orders of a range of days, as `YYYY-MM-DD`."""

    credentials: Credentials
    start: str
    end: str
    page: int


def read_order(body: bytes) -> OrderRequest:
    """Read the XML body of `send-sms`."""
    root = _tree(body, _SEND_SMS)
    order = root[1]
    if sum(1 for _ in order.iter("number")) > RECIPIENTS_AT_MOST:
        raise UnreadableError("too many recipients")
    return OrderRequest(
        credentials=_credentials(root),
        sender=order[0].text or "",
        send_at=order.findtext("sendDateTime"),
        iys=order.findtext("iys"),
        iys_list=order.findtext("iysList"),
        messages=tuple(map(_message, order.iterfind("message"))),
    )


def read_report_request(body: bytes) -> ReportRequest:
    """Read the XML body of `get-report`; `page` is 1 and `rowCount` 1000 where they are absent or empty."""
    root = _tree(body, _GET_REPORT)
    order = root[1]
    return ReportRequest(
        credentials=_credentials(root),
        order_id=order[0].text or "",
        page=_page(order),
        row_count=_row_count(order),
    )


def read_cancel_request(body: bytes) -> CancelRequest:
    """Read the XML body of `cancel-order`."""
    root = _tree(body, _CANCEL_ORDER)
    return CancelRequest(_credentials(root), root[1][0].text or "")


def read_blacklist_request(body: bytes) -> BlacklistRequest:
    """Read the XML body of `get-blacklist`; the whole `blacklist` filter may be absent."""
    root = _tree(body, _GET_BLACKLIST)
    span = root.find("blacklist")
    return BlacklistRequest(_credentials(root), page=_page(span), row_count=_row_count(span))


def read_account_request(body: bytes) -> Credentials:
    """Read the XML body of `get-balance` and `get-sender`, which hold nothing but the credentials."""
    return _credentials(_tree(body, _ACCOUNT))


def read_list_request(body: bytes) -> ListRequest:
    """Read the JSON body of `get-reports/json`; a `page` outside `filter` is refused, not ignored."""
    request = _object(_json(body), {"request"})["request"]
    parts = _object(request, {"authentication", "filter"})
    keys = _object(parts["authentication"], {"key", "hash"})
    span = _object(parts["filter"], {"start", "end"}, optional=frozenset({"page"}))
    return ListRequest(
        credentials=Credentials(_string(keys["key"]), _string(keys["hash"])),
        start=_string(span["start"]),
        end=_string(span["end"]),
        page=_whole(str(span.get("page", 1))),
    )


def _page(span: Element | None) -> int:
    return _whole(_text(span, "page") or "1")


def _row_count(span: Element | None) -> int:
    return min(_whole(_text(span, "rowCount") or str(ROWS_AT_MOST)), ROWS_AT_MOST)


def _text(parent: Element | None, name: str) -> str | None:
    return None if parent is None else parent.findtext(name)


def _credentials(root: Element) -> Credentials:
    key, digest = root[0]
    return Credentials(key=key.text or "", hash=digest.text or "")


def _message(element: Element) -> Message:
    text, receipents = element
    return Message(text=text.text or "", numbers=tuple(number.text or "" for number in receipents))


def _tree(body: bytes, models: Mapping[str, str]) -> Element:
    root = _parsed(body)
    if root.tag != "request":
        raise UnreadableError("the root is not request")
    _check(root, "request", models)
    return root


def _parsed(body: bytes) -> Element:
    """Parse with expat itself, which lets a DOCTYPE and any encoding but UTF-8 be refused."""
    builder = TreeBuilder()
    parser = expat.ParserCreate("UTF-8")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.XmlDeclHandler = _check_declaration
    try:
        parser.Parse(body, True)  # noqa: FBT003 - expat takes no keywords
    except expat.ExpatError as error:
        raise UnreadableError(f"not well-formed at line {error.lineno}") from None
    return builder.close()


def _refuse_doctype(*_: object) -> NoReturn:
    raise UnreadableError("a DOCTYPE")


def _check_declaration(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.upper() != "UTF-8":
        raise UnreadableError("an encoding other than UTF-8")


def _check(element: Element, path: str, models: Mapping[str, str]) -> None:
    """Hold an element and all below it against the content models."""
    model = models.get(path)
    if model is None:
        valid = not len(element)
    else:
        children = "".join(f"{child.tag}," for child in element)
        valid = bool(re.fullmatch(model, children)) and not _has_loose_text(element)
    if element.attrib or not valid:
        raise UnreadableError(f"not the content of {path}")
    for child in element:
        _check(child, f"{path}/{child.tag}", models)


def _has_loose_text(element: Element) -> bool:
    return any(text and text.strip() for text in (element.text, *(child.tail for child in element)))


def _json(body: bytes) -> object:
    try:
        parsed: object = json.loads(body)
    except (ValueError, RecursionError):
        raise UnreadableError("not JSON") from None
    return parsed


def _object(value: object, names: set[str], *, optional: frozenset[str] = frozenset()) -> dict[str, Any]:
    if not isinstance(value, dict) or not names <= value.keys() <= names | optional:
        raise UnreadableError(f"an object of {', '.join(sorted(names))} was expected")
    return value


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise UnreadableError("a string was expected")
    return value


def _whole(text: str) -> int:
    """Read a page or a row count, which may be zero or negative: that has a code of its own."""
    if not re.fullmatch("-?[0-9]{1,9}", text):
        raise UnreadableError("a whole number was expected")
    return int(text)
