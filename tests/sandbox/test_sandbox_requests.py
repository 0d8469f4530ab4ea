import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batchsms.sandbox.requests import (
    Credentials,
    ListRequest,
    Message,
    OrderRequest,
    ReportRequest,
    UnreadableError,
    read_account_request,
    read_list_request,
    read_order,
    read_report_request,
)

DEMO = Credentials("demo", "demo")

SAMPLE = b"""<?xml version="1.0" encoding="UTF-8" ?>
<request>
<authentication>
<key>demo</key>
<hash>demo</hash>
</authentication>
<order>
<sender>APITEST</sender>
<sendDateTime>23/04/2022 09:00</sendDateTime>
<iys>0</iys>
<message>
<text><![CDATA[Test mesaji.]]></text>
<receipents>
<number>5301234567</number>
<number>5301234568</number>
</receipents>
</message>
<message>
<text><![CDATA[Demo mesaji.]]></text>
<receipents>
<number>5301234569</number>
<number>5301234560</number>
</receipents>
</message>
</order>
</request>"""


def test_the_sample_request_of_the_vendors_page_is_read():
    """The page's own sample, with the mandatory iys, is read in full."""
    assert read_order(SAMPLE) == OrderRequest(
        credentials=DEMO,
        sender="APITEST",
        send_at="23/04/2022 09:00",
        iys="0",
        iys_list=None,
        messages=(
            Message("Test mesaji.", ("5301234567", "5301234568")),
            Message("Demo mesaji.", ("5301234569", "5301234560")),
        ),
    )


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("receipents>", "recipients>"),
        ("<sender>APITEST</sender>\n", ""),
        ("<sender>APITEST</sender>\n", "<sender>APITEST</sender>\n" * 2),
        ("<sender>APITEST</sender>", "<sender><b>APITEST</b></sender>"),
        ("<sender>", '<sender lang="tr">'),
        ("<iys>0</iys>\n", "<iys>0</iys>\n" * 2),
        ("<iys>0</iys>\n", "<iysList>BIREYSEL</iysList><iys>0</iys>\n"),
        ("<iys>0</iys>\n", "<encoding>utf8</encoding><iys>0</iys>\n"),
        ("<iys>0</iys>\n", "<iys>0</iys>\n<receipents><number>5301234567</number></receipents>\n"),
        ("<iys>0</iys>\n", "<iys>0</iys> and more\n"),
        ("<key>demo</key>\n<hash>demo</hash>", "<hash>demo</hash>\n<key>demo</key>"),
        ("<number>5301234567</number>\n<number>5301234568</number>\n", ""),
        ("</order>", "</order><order></order>"),
        ("<request>", "<Request>"),
        ("</request>", ""),
        ("</request>", "</request><request/>"),
        ("<request>", "<!DOCTYPE request>\n<request>"),
        ('encoding="UTF-8"', 'encoding="ISO-8859-9"'),
        ("<![CDATA[Test mesaji.]]>", "Test & mesaji."),
        ("Test mesaji.", "Test ]]> mesaji."),
        ("Test mesaji.", "Test \x01 mesaji."),
    ],
)
def test_what_the_page_does_not_show_is_refused(written, instead):
    """A body that differs from the page in names, places, order or number of its elements is not read."""
    body = SAMPLE.decode()
    assert written in body
    with pytest.raises(UnreadableError):
        read_order(body.replace(written, instead).encode())


def test_bytes_that_are_not_utf_8_are_refused():
    """A body in Windows-1254 is not read, though it announces UTF-8."""
    with pytest.raises(UnreadableError):
        read_order(SAMPLE.decode().replace("Test", "Borç").encode("cp1254"))


def test_an_escaped_text_and_a_split_cdata_section_are_the_same_text(order_xml):
    """A text may hold what would end its CDATA section, if the section is split or the text is escaped."""
    split = order_xml(("a]]]]><![CDATA[>b & <c>", "5301234567"))
    escaped = order_xml(("X", "5301234567")).replace(b"<![CDATA[X]]>", b"a]]&gt;b &amp; &lt;c&gt;")
    assert (
        read_order(split).messages
        == read_order(escaped).messages
        == (Message("a]]>b & <c>", ("5301234567",)),)
    )


def test_a_refusal_quotes_nothing_of_the_body():
    """The error of a body that cannot be read names a place and no text, number or key."""
    with pytest.raises(UnreadableError) as caught:
        read_order(SAMPLE.replace(b"receipents", b"recipients"))
    assert str(caught.value) == "not the content of request/order/message"


def test_an_order_has_at_most_fifty_thousand_recipients(order_xml):
    """Recipients are counted over all messages of the order."""
    numbers = [str(5300000000 + n) for n in range(25_000)]
    full = order_xml(("a", *numbers), ("b", *numbers))
    assert len(read_order(full).messages) == 2
    with pytest.raises(UnreadableError):
        read_order(order_xml(("a", *numbers), ("b", *numbers), ("c", "5301234567")))


def test_a_credential_does_not_show_in_a_repr(order_xml):
    """The hash of a request is not printed with it."""
    assert "hash" not in repr(read_order(order_xml()))


def test_a_report_request_defaults_to_the_first_thousand_rows(report_xml):
    """Page 1 and 1,000 rows are asked for where the request does not say."""
    assert read_report_request(report_xml("7")) == ReportRequest(DEMO, "7", page=1, row_count=1000)


def test_a_report_page_has_at_most_a_thousand_rows(report_xml):
    """A larger row count is lowered to 1,000."""
    assert read_report_request(report_xml("7", page=2, row_count=5000)).row_count == 1000


def test_a_misspelled_row_count_is_refused(report_xml):
    """An element that the vendor would silently ignore is refused here."""
    with pytest.raises(UnreadableError):
        read_report_request(report_xml("7", row_count=5).replace(b"rowCount", b"row_count"))


@pytest.mark.parametrize("page", ["one", "1.0", "٣"])
def test_a_page_is_a_number(report_xml, page):
    """A page that is no whole number in ASCII digits is refused."""
    with pytest.raises(UnreadableError):
        read_report_request(report_xml("7", page=page))


def test_an_account_request_holds_credentials_alone(account_xml, report_xml):
    """A balance or the senders are asked for with nothing but the credentials."""
    assert read_account_request(account_xml) == DEMO
    with pytest.raises(UnreadableError):
        read_account_request(report_xml("7"))


def test_a_list_request_is_json(list_json):
    """The list of orders is asked for in JSON, its page as a number or as text."""
    expected = ListRequest(DEMO, "2026-11-24", "2026-11-24", page=2)
    assert read_list_request(json.dumps(list_json(page=2)).encode()) == expected
    assert read_list_request(json.dumps(list_json(page="2")).encode()) == expected


@pytest.mark.parametrize(
    "body",
    [
        "<request/>",
        "[]",
        '{"request": {"authentication": {"key": "demo", "hash": "demo"}}}',
        '{"request": {"authentication": {"key": "demo", "hash": "demo"}, "filter": []}}',
        '{"request": {"authentication": {"key": "demo", "hash": "demo"}, "filter": {"start": "2026-11-24"}}}',
        '{"request": {"authentication": {"key": 1, "hash": "demo"}, "filter": {"start": "a", "end": "b"}}}',
        '{"request": {"authentication": {}, "filter": {"start": "", "end": ""}}}',
    ],
)
def test_a_list_request_of_another_shape_is_refused(body):
    """A list request that lacks a field, or has one at the wrong level, is not read."""
    with pytest.raises(UnreadableError):
        read_list_request(body.encode())


def test_a_page_beside_the_filter_is_refused(list_json):
    """A page at the wrong level, which the vendor silently ignores, is refused."""
    request = list_json()
    request["request"]["page"] = 2
    with pytest.raises(UnreadableError):
        read_list_request(json.dumps(request).encode())


@settings(deadline=None)
@given(st.data())
def test_a_damaged_body_is_read_or_refused(data):
    """Bytes that were cut out, doubled or put in make a body unreadable or another order."""
    start = data.draw(st.integers(0, len(SAMPLE)))
    end = data.draw(st.integers(start, len(SAMPLE)))
    put_in = data.draw(st.sampled_from([b"", SAMPLE[start:end] * 2]) | st.binary(max_size=5))
    with suppress(UnreadableError):
        assert read_order(SAMPLE[:start] + put_in + SAMPLE[end:]).messages


@pytest.mark.parametrize("read", [read_order, read_report_request, read_account_request, read_list_request])
@pytest.mark.parametrize("body", [b"", b"\x00", b"\xef\xbb\xbf", b"<a>" * 100_000, b"[" * 100_000])
def test_hostile_bytes_are_refused(read, body):
    """Nothing, garbage and bottomless nesting are refused as unreadable."""
    with pytest.raises(UnreadableError):
        read(body)


def test_a_deep_tree_is_refused():
    """A tree that is well-formed, and far too deep, is refused at its second level."""
    deep = b"<request>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</request>"
    with pytest.raises(UnreadableError, match="not the content of request"):
        read_order(deep)
