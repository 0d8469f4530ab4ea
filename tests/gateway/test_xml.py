from contextlib import suppress
from pathlib import Path
from xml.dom import minidom

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchsms.gateway.credentials import MASKED, Credentials
from batchsms.gateway.order import Message, Order
from batchsms.gateway.xml import Reply, UnreadableReplyError, order_xml, reply
from batchsms.texts.text_cleaning import clean

GOLDEN = Path(__file__).parent / "golden"
DEMO = Credentials("demo", "demo")
YES = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    "<response><status><code>200</code><message>İşlem başarılı</message></status>"
    "<order><id>312891245</id></order></response>"
).encode()
BARE_YES = YES.split(b"\n")[1]
BOMB = "".join(f'<!ENTITY b{at + 1} "{f"&b{at};" * 10}">' for at in range(9))


def order(*texts, **changes):
    """Make an order of a recipient for each text; send it at once, for information, unless changed."""
    messages = tuple(Message(text, (905_301_234_560 + at,)) for at, text in enumerate(texts or ("Selam",)))
    return Order("APITEST", "", "", messages)._replace(**changes)


def answer(status, *, after="", declared="UTF-8"):
    """Write an answer of the gateway by hand."""
    return (
        f'<?xml version="1.0" encoding="{declared}"?>\n<response><status>{status}</status>{after}</response>'
    ).encode(declared)


def read(body):
    """Read a request with a parser that is not the program's own; give tag and text of each leaf."""
    with minidom.parseString(body) as document:  # noqa: S318 - our own bytes
        return [
            (element.tagName, "".join(node.data for node in element.childNodes))
            for element in document.getElementsByTagName("*")
            if not any(node.nodeType == node.ELEMENT_NODE for node in element.childNodes)
        ]


def leaves(body, tag):
    """Give the texts of the elements of one name."""
    return [text for name, text in read(body) if name == tag]


def test_the_pages_sample_is_written_byte_for_byte():
    """The gateway's own sample comes out as its page has it, with `iys` said."""
    sample = Order(
        "APITEST",
        "23/04/2022 09:00",
        "",
        (
            Message("Test mesaji.", (905301234567, 905301234568)),
            Message("Demo mesaji.", (905301234569, 905301234560)),
        ),
    )
    assert (GOLDEN / "page-sample.xml").read_bytes() == order_xml(sample, DEMO)


@pytest.mark.parametrize("iys_list", ["BIREYSEL", "TACIR"])
def test_a_commercial_order_names_its_consent_list(iys_list):
    """A commercial order says `iys` 1 and the list, right before its messages."""
    tags = read(order_xml(order(iys_list=iys_list), DEMO))
    assert [("sender", "APITEST"), ("iys", "1"), ("iysList", iys_list), ("text", "Selam")] == tags[2:6]


def test_an_informational_order_names_no_consent_list():
    """An informational order says `iys` 0 and nothing of a list; unscheduled, it says no time."""
    tags = [tag for tag, _text in read(order_xml(order(), DEMO))]
    assert ["key", "hash", "sender", "iys", "text", "number"] == tags


def test_a_schedule_stands_between_sender_and_iys():
    """A scheduled order says its time to the minute, as the page has it."""
    tags = read(order_xml(order(send_at="24/11/2026 12:00"), DEMO))
    assert [("sender", "APITEST"), ("sendDateTime", "24/11/2026 12:00"), ("iys", "0")] == tags[2:5]


@pytest.mark.parametrize(
    "text",
    ["a ]]> b", "]]>", "]]>]]>", "]]", "]]]]>>", "<![CDATA[x]]>", "A & B", "1 < 2 > 0", "&amp;", "</text>",
     "iki\nsatır", "İŞĞ ışğ 😀", '"\''],
)  # fmt: skip
def test_a_text_arrives_as_it_was_written(text):
    """No character of a text, not even XML's own, is changed on the way."""
    assert [text] == leaves(order_xml(order(text), DEMO), "text")


plain = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40)


@given(st.lists(st.text().map(clean), min_size=1, max_size=5))
def test_every_clean_text_survives(texts):
    """Whatever a clean text holds, another parser reads the same text."""
    assert texts == leaves(order_xml(order(*texts), DEMO), "text")


@given(plain, plain, plain)
def test_every_sender_and_credential_survives(key, hash_, sender):
    """Whatever characters a key, a hash and a sender are made of, another parser reads the same."""
    body = order_xml(order(sender=sender), Credentials(key, hash_))
    assert [("key", key), ("hash", hash_), ("sender", sender)] == read(body)[:3]


@given(st.lists(st.integers(905_000_000_000, 905_999_999_999), min_size=1, max_size=20))
def test_every_number_survives(numbers):
    """Numbers go in their order, without the country code, as ten digits."""
    body = order_xml(order(messages=(Message("Selam", tuple(numbers)),)), DEMO)
    assert [str(number).removeprefix("90") for number in numbers] == leaves(body, "number")


@pytest.mark.parametrize("shown", [repr, str, "{!r}".format, "%s".__mod__])
def test_credentials_are_never_shown(shown):
    """What is printed of credentials holds neither key nor hash."""
    assert "Credentials()" == shown(Credentials("geheim", "hash-geheim"))


def test_masked_credentials_say_nothing():
    """A previewed request has three stars for the key, and three for the hash."""
    assert [("key", "***"), ("hash", "***")] == read(order_xml(order(), MASKED))[:2]


def test_a_yes_has_the_order_id():
    """Code 200 comes with the id of the order, and its message may be Turkish."""
    assert Reply(200, "İşlem başarılı", "312891245") == reply(YES)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (400, "Request could not be resolved."),
        (401, "Üyelik bilgileri hatalı"),
        (451, "Tekrar eden sipariş"),
        (452, "Mesaj alıcıları hatalı"),
        (999, ""),
    ],
)
def test_a_no_has_its_code_and_message(code, message):
    """An answer other than 200 is read as it stands, known to the page or not."""
    body = answer(f"<code>{code}</code><message>{message}</message>")
    assert Reply(code, message) == reply(body)


@pytest.mark.parametrize("declared", ["UTF-8", "ISO-8859-9", "windows-1254", "UTF-16"])
def test_an_answer_is_read_in_the_encoding_that_it_declares(declared):
    """Turkish letters of a message are right in each encoding that XML knows."""
    body = answer("<code>452</code><message>hatalı ğüşİ</message>", declared=declared)
    assert "hatalı ğüşİ" == reply(body).message


def test_blanks_around_values_do_not_matter():
    """Code, message and id are read without the blanks around them."""
    body = answer("<code> 200\n</code><message> ok </message>", after="<order><id>\n 7 </id></order>")
    assert Reply(200, "ok", "7") == reply(body)


def test_the_message_is_that_of_the_status():
    """A `message` that stands elsewhere in the answer, even before, is another thing."""
    body = (
        b"<response><order><id>7</id><message>x</message></order>"
        b"<status><message>ok</message><code>200</code></status></response>"
    )
    assert Reply(200, "ok", "7") == reply(body)


def test_a_yes_without_an_order_id_is_no_answer():
    """Code 200 without an id does not say that the order was taken."""
    with pytest.raises(UnreadableReplyError):
        reply(answer("<code>200</code><message>ok</message>", after="<order><id> </id></order>"))


@pytest.mark.parametrize("length", range(len(YES)))
def test_an_answer_cut_short_is_no_answer(length):
    """A success that was cut anywhere is not taken for one."""
    with pytest.raises(UnreadableReplyError):
        reply(YES[:length])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"OK",
        b"\xff\xfe\x00",
        b"<html><head><title>503</title></head><body>Service Unavailable</body></html>",
        b"<!DOCTYPE html><html></html>",
        b"<!DOCTYPE response>" + BARE_YES,
        f'<!DOCTYPE response [<!ENTITY b0 "ha">{BOMB}]>'.encode() + BARE_YES.replace(b"200", b"&b9;"),
        b'<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/hostname">]>' + BARE_YES.replace(b"200", b"&f;"),
        YES.replace(b"200", b"&code;"),
        YES.replace(b"200", b""),
        YES.replace(b"200", b"iki"),
        YES.replace(b"200", b"-200"),
        YES.replace(b"200", b"2e2"),
        YES.replace(b"200", "٢٠٠".encode()),
        YES.replace(b"200", b"2" * 5000),
        YES.replace(b"response", b"request"),
        YES.replace(b"<response>", b'<response xmlns="urn:x">'),
        YES.replace(b"UTF-8", b"klingon"),
        YES.replace(b"UTF-8", b"rot13"),
        YES.replace(b"UTF-8", b"shift_jis"),
        YES + YES,
        YES + b"<!-- cut",
        b"<response>" * 100_000,
        b'{"response": {"status": {"code": "200"}}}',
        b"<response><code>200</code><id>7</id></response>",
    ],
)  # fmt: skip
def test_anything_else_is_unreadable(body):
    """Pages of a proxy, document types, entities, other formats and rubbish answer nothing."""
    with pytest.raises(UnreadableReplyError):
        reply(body)


@given(
    st.one_of(
        st.binary(max_size=300),
        st.tuples(st.integers(0, len(YES)), st.integers(0, len(YES)), st.binary(max_size=8)).map(
            lambda cut: YES[: cut[0]] + cut[2] + YES[cut[1] :]
        ),
    )
)
def test_no_answer_breaks_the_reader(body):
    """Whatever bytes come back, they are an answer or they are unreadable."""
    with suppress(UnreadableReplyError):
        assert isinstance(reply(body), Reply)
