import json
import logging
import re
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from batchsms.clock import TURKEY
from batchsms.event_log.log_lines import JsonLines, TextLines

MOMENT = datetime(2026, 11, 27, 2, 15, tzinfo=TURKEY)
SECRETS = frozenset({"anahtar-9f21", 'oz"et'})
NUMBERS = st.builds(
    lambda begin, parts, mark: begin + mark.join(parts),
    st.sampled_from(["", "0", "90", "+90", "+90 ", "0090", "(0"]),
    st.sampled_from([["530", "000", "06", "67"], ["5300000667"], ["530", "0000667"], ["530", "000", "0667"]]),
    st.sampled_from([" ", "-", ".", "", "/", "\u00a0"]),
)
AROUND = st.text(st.characters(codec="utf-8", exclude_categories=["Nd", "Cs"]), max_size=5)


def lines_of(message, **fields):
    """Return the two lines of one record."""
    record = logging.makeLogRecord(
        {"msg": message, "levelname": "WARNING", "event": "post", "fields": fields}
    )
    made = (form("1f3a9c2e", "send", lambda: MOMENT, lambda: SECRETS) for form in (TextLines, JsonLines))
    return [lines.format(record) for lines in made]


def test_a_line_is_read_by_people_and_one_by_programs():
    """Both say when, how grave, which run and command, what happened, and the values."""
    text, as_json = lines_of(
        "Order 3 is unknown", order=3, code=None, detail="no answer", order_id="300000001"
    )

    assert text == (
        "2026-11-27T02:15:00.000+03:00 warning 1f3a9c2e send post: Order 3 is unknown"
        ' order=3 detail="no answer" order_id=300000001'
    )
    assert json.loads(as_json) == {
        "time": "2026-11-27T02:15:00.000+03:00",
        "level": "warning",
        "run": "1f3a9c2e",
        "command": "send",
        "event": "post",
        "message": "Order 3 is unknown",
        "order": 3,
        "code": None,
        "detail": "no answer",
        "order_id": "300000001",
    }


@given(before=AROUND, number=NUMBERS, after=AROUND)
def test_no_number_is_in_a_line(before, number, after):
    """However people write it, and whatever stands around it, in the sentence and in the values."""
    words = f"{before}{number}{after}"
    text, as_json = lines_of(words, path=words, order=5_300_000_667)

    for line in (text, as_json):
        assert "0667" not in re.sub("[^0-9]", "", line.replace("90530*****67", ""))
        assert line.count("90530*****67") == 3
    assert json.loads(as_json)["order"] == "90530*****67"


@given(st.integers(100_000_000, 999_999_999), st.integers(0, 9), st.sampled_from([", ", " ", ". "]))
def test_an_order_id_stays_what_it_is(order_id, count, mark):
    """Nine digits are nobody's number, whatever digit follows them."""
    text, as_json = lines_of(f"order {order_id}{mark}{count} left", order_id=str(order_id))

    assert 2 == text.count(str(order_id)) == as_json.count(str(order_id))


def test_no_credential_is_in_a_line():
    """Not as a word of a sentence, not as a value; a longer word that has it in it is another."""
    text, as_json = lines_of('key anahtar-9f21, hash oz"et', path="/a/anahtar-9f21/xanahtar-9f21")

    assert "key ***, hash *** path=/a/***/xanahtar-9f21" in text
    assert ("key ***, hash ***", "/a/***/xanahtar-9f21") == tuple(
        json.loads(as_json)[key] for key in ("message", "path")
    )


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_record_is_one_line(message, value):
    """Whatever a message or a name has in it, no line is forged and no terminal is steered."""
    text, as_json = lines_of(message, path=value)

    assert text.isprintable()
    assert 1 == len(as_json.split("\n"))
    assert isinstance(json.loads(as_json), dict)
