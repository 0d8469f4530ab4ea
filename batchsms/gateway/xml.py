"""Orders → the XML that the gateway takes, and its XML → replies; pure.

Source: the gateway's page for `send-sms` (its element order, its spelling `receipents`, CDATA
around texts, numbers as `5XXXXXXXXX` as in its sample). `iys` is always said, `iysList` only when
`iys` is 1, `sendDateTime` only when scheduled.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from xml.etree import ElementTree as ET

from batchsms.gateway.credentials import Credentials
from batchsms.gateway.order import Message, Order

__all__ = [
    "Reply",
    "UnreadableReplyError",
    "order_xml",
    "parse_xml",
    "question_xml",
    "reply",
]

_COUNTRY = 2  # digits of the country code, 90, which the page's sample leaves out


@dataclass(frozen=True)
class Reply:
    """What the gateway answered: its own code (200 is yes), its message, and the order id of a yes."""

    code: int
    message: str
    order_id: str = ""


class UnreadableReplyError(Exception):
    """The bytes are no complete answer of this gateway; what they answer is then not known."""


def order_xml(order: Order, credentials: Credentials) -> bytes:
    """Return the body of one `send-sms` request, UTF-8.

    Texts must be clean (see `texts.clean`): XML cannot carry control characters.
    """
    return "\n".join(_lines(order, credentials)).encode()


def question_xml(credentials: Credentials, inner: str) -> bytes:
    """Return the body of a question, UTF-8: the credentials, and the XML of what is asked."""
    return (
        '<?xml version="1.0" encoding="UTF-8" ?>\n'
        f"<request><authentication><key>{escape(credentials.key, quote=False)}</key>"
        f"<hash>{escape(credentials.hash, quote=False)}</hash></authentication>{inner}</request>"
    ).encode()


def reply(body: bytes) -> Reply:
    """Return the answer to a `send-sms` request; read by path, since `message` has two meanings."""
    root = parse_xml(body)
    if root.tag != "response":
        raise UnreadableReplyError("the root element is not <response>")
    code = (root.findtext("status/code") or "").strip()
    if not (code.isascii() and code.isdigit() and len(code) <= _LONGEST_CODE):
        raise UnreadableReplyError("there is no numeric status/code")
    order_id = (root.findtext("order/id") or "").strip()
    if int(code) == _YES and not order_id:
        raise UnreadableReplyError("code 200 came without an order id")
    return Reply(int(code), (root.findtext("status/message") or "").strip(), order_id)


_YES = 200
_LONGEST_CODE = 9  # digits; the gateway's codes have three


def _lines(order: Order, credentials: Credentials) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8" ?>'
    yield "<request>"
    yield "<authentication>"
    yield f"<key>{escape(credentials.key, quote=False)}</key>"
    yield f"<hash>{escape(credentials.hash, quote=False)}</hash>"
    yield "</authentication>"
    yield "<order>"
    yield f"<sender>{escape(order.sender, quote=False)}</sender>"
    if order.send_at:
        yield f"<sendDateTime>{order.send_at}</sendDateTime>"
    yield f"<iys>{1 if order.iys_list else 0}</iys>"
    if order.iys_list:
        yield f"<iysList>{order.iys_list}</iysList>"
    for message in order.messages:
        yield _message_xml(message)
    yield "</order>"
    yield "</request>"


def _message_xml(message: Message) -> str:
    numbers = "".join([f"<number>{str(number)[_COUNTRY:]}</number>\n" for number in message.numbers])
    return f"<message>\n<text>{_cdata(message.text)}</text>\n<receipents>\n{numbers}</receipents>\n</message>"


def _cdata(text: str) -> str:
    """Return a CDATA section; the `]]>` that would end it early is spread over two sections."""
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


class _NoDoctype(ET.TreeBuilder):
    """Refuses document types, and with them every entity that a lying gateway could blow up."""

    def doctype(self, _name: str, _pubid: str | None, _system: str | None) -> None:
        raise UnreadableReplyError("a document type has no place in a reply")


def parse_xml(body: bytes) -> ET.Element:
    """Return the root of a reply's XML. Raises `UnreadableReplyError` for what is not well-formed."""
    parser = ET.XMLParser(target=_NoDoctype())  # noqa: S314 - document types are refused
    try:
        parser.feed(body)
        root = parser.close()
    except (ET.ParseError, ValueError, LookupError) as error:
        raise UnreadableReplyError(str(error)) from error
    if not isinstance(root, ET.Element):
        raise UnreadableReplyError("there is no root element")
    return root
