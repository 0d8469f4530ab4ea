"""The campaign file: what can happen to an order in it, what cannot, and what survives."""

import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_gateway import START, a_campaign, recipients

from batchsms.errors import InputError, Unavailable
from batchsms.gateway.order import Message
from batchsms.journal import database as database_module
from batchsms.journal.campaign import campaign_of
from batchsms.journal.cancellations import begin_cancel, end_cancel
from batchsms.journal.database import Database
from batchsms.journal.orders import history_of, order_of
from batchsms.journal.tally import tally_of
from batchsms.journal.transitions import Answer, Journal, StaleStateError

STATES = ("planned", "submitting", "accepted", "rejected", "split", "unknown", "cancelled")
LEGAL = {
    ("planned", "submitting"),
    ("submitting", "planned"),
    ("submitting", "accepted"),
    ("submitting", "rejected"),
    ("submitting", "split"),
    ("submitting", "unknown"),
    ("unknown", "submitting"),
    ("unknown", "accepted"),
    ("accepted", "cancelled"),
}
ACCEPTED = Answer("accepted", "accepted", code=200, gateway_id="7")
UNKNOWN = Answer("unknown", "unknown", detail="ReadTimeout")
PLANNED = Answer("planned", "not_taken", code=503, http_status=503)
REFUSED = Answer("split", "divisible", code=452, detail="hatalı")
WAYS = {
    "planned": [],
    "submitting": [None],
    "accepted": [ACCEPTED],
    "rejected": [Answer("rejected", "rejected", code=451)],
    "split": [REFUSED],
    "unknown": [UNKNOWN],
    "cancelled": [ACCEPTED],
}


@pytest.fixture
def path(tmp_path):
    """Publish a campaign of two orders, the first of four recipients with two texts."""
    first = [*recipients(2), *recipients(2, 2, text="Selam")]
    return a_campaign(tmp_path / "liste.campaign", [first, recipients(2, 10)])


@pytest.fixture
def journal(path):
    """Open a campaign file."""
    with Journal.open(path) as opened:
        yield opened


def bring(journal, state):
    """Bring the first order into a state by the moves that lead there."""
    for answer in WAYS[state]:
        attempt = journal.begin(1, START)
        if answer and answer.state == "split":
            journal.split(1, attempt, answer, START, by_messages=False)
        elif answer:
            journal.end(1, attempt, answer, START)
    if state == "cancelled":
        begin_cancel(journal.database, 1, START)
        end_cancel(journal.database, 1, "cancelled", 200, START)


def state_of(journal, order=1):
    """Give the state of an order."""
    return journal.database.one("SELECT state FROM orders WHERE id = ?", order)[0]


def dump(path):
    """Give all that a file says."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


# --- moves


@pytest.mark.parametrize(("before", "after"), [*product(STATES, STATES)])
def test_only_legal_moves_are_made(journal, before, after):
    """Whatever the program asks for, the file lets an order make the legal moves and no others."""
    bring(journal, before)
    change = "state = ?, gateway_id = CASE WHEN ?1 IN ('accepted', 'cancelled') THEN '8' END"
    move = f"UPDATE orders SET {change} WHERE id = 1"  # noqa: S608 - ours

    if (before, after) in LEGAL:
        if after == "cancelled":
            begin_cancel(journal.database, 1, START)
        journal.database.execute(move, (after,))
        assert after == state_of(journal)
    else:
        with pytest.raises(sqlite3.IntegrityError, match=r"an order cannot make this move|is not closed"):
            journal.database.execute(move, (after,))
        assert before == state_of(journal)


MOVES = {
    "begin": lambda journal: journal.begin(1, START),
    "begin again": lambda journal: journal.begin(1, START, again=True),
    "end": lambda journal: journal.end(1, 1, ACCEPTED, START),
    "split": lambda journal: journal.split(1, 1, REFUSED, START, by_messages=True),
    "claim": lambda journal: journal.claim(1, "9", START),
}
FROM = {
    ("begin", "planned"),
    ("begin again", "unknown"),
    ("end", "submitting"),
    ("split", "submitting"),
    ("claim", "unknown"),
}


@pytest.mark.parametrize(("move", "state"), sorted(set(product(MOVES, STATES)) - FROM))
def test_a_stale_move_is_refused_and_changes_nothing(journal, path, move, state):
    """A move that starts from another state than the order is in is an error, and leaves no trace."""
    bring(journal, state)
    before = dump(path)

    with pytest.raises(StaleStateError):
        MOVES[move](journal)

    assert before == dump(path)


@pytest.mark.parametrize(("move", "state"), sorted(FROM))
def test_a_move_that_fits_is_made(journal, move, state):
    """Each move starts from the one state that it is for."""
    bring(journal, state)
    MOVES[move](journal)
    assert state != state_of(journal)


def test_a_move_that_fails_midway_is_not_made_at_all(journal, path):
    """An order is split whole or not at all, whichever statement fails."""
    attempt = journal.begin(1, START)
    before = dump(path)
    execute_many = journal.database.execute_many
    calls = []

    def failing(statement, rows):
        calls.append(statement)
        if len(calls) == 2:
            raise Unavailable("unwritable_campaign_file", "the disk is full")
        execute_many(statement, rows)

    journal.database.execute_many = failing
    with pytest.raises(Unavailable):
        journal.split(1, attempt, REFUSED, START, by_messages=False)

    assert (2, before) == (len(calls), dump(path))


def test_an_order_accepted_by_a_451_can_be_given_its_id(journal):
    """The id is found later; the order makes no move for it, and keeps the id for good."""
    journal.end(1, journal.begin(1, START), UNKNOWN, START)
    again = journal.begin(1, START, again=True)
    journal.end(1, again, Answer("accepted", "rejected", code=451), START)

    journal.claim(1, "7", START)

    assert frozenset({"7"}) == journal.gateway_ids()
    assert "accepted" == history_of(journal.database, 1)["moves"][-1]["to"]
    assert 4 == len(history_of(journal.database, 1)["moves"])
    with pytest.raises(StaleStateError):
        journal.claim(1, "8", START)


def test_every_move_and_every_post_is_remembered(journal):
    """The history of an order has each of its posts with its outcome, and each move."""
    journal.end(1, journal.begin(1, START), PLANNED, START + timedelta(seconds=1))
    journal.end(1, journal.begin(1, START + timedelta(seconds=9)), ACCEPTED, START + timedelta(seconds=10))

    history = history_of(journal.database, 1)

    assert [
        ("planned", "submitting"),
        ("submitting", "planned"),
        ("planned", "submitting"),
        ("submitting", "accepted"),
    ] == [(move["from"], move["to"]) for move in history["moves"]]
    assert [
        ("2026-03-02T10:00:00.000+03:00", "2026-03-02T10:00:01.000+03:00", "not_taken", 503),
        ("2026-03-02T10:00:09.000+03:00", "2026-03-02T10:00:10.000+03:00", "accepted", 200),
    ] == [(one["posted_at"], one["ended_at"], one["outcome"], one["code"]) for one in history["attempts"]]


# --- what can never be


IMPOSSIBLE = {
    "a number twice in an order": "UPDATE rows SET msisdn = 905300000000 WHERE position = 1",
    "another number than planned": "UPDATE rows SET msisdn = 905300000099 WHERE position = 1",
    "another text than planned": "UPDATE rows SET message_id = 1 WHERE position = 0",
    "a row in an order that is no half of its own": "UPDATE rows SET order_id = 2 WHERE position = 0",
    "a row without an order and without a reason": "UPDATE rows SET order_id = NULL WHERE position = 0",
    "a row with an order and a reason": (
        "INSERT INTO rows VALUES (90, 90, 905300000090, 0, 1, 'duplicate', '', NULL, NULL)"
    ),
    "a row with neither": "INSERT INTO rows VALUES (90, 90, 905300000090, 0, NULL, '', '', NULL, NULL)",
    "a recipient without a number": "INSERT INTO rows VALUES (90, 90, NULL, 0, 1, '', '', NULL, NULL)",
    "a recipient without a text": (
        "INSERT INTO rows VALUES (90, 90, 905300000090, NULL, 1, '', '', NULL, NULL)"
    ),
    "a number that is none of Turkey's mobiles": (
        "INSERT INTO rows VALUES (90, 90, 902120000000, 0, 1, '', '', NULL, NULL)"
    ),
    "a recipient twice in an order": (
        "INSERT INTO rows VALUES (90, 90, 905300000000, 1, 1, '', '', NULL, NULL)"
    ),
    "a recipient of an order that is not there": (
        "INSERT INTO rows VALUES (90, 90, 905300000090, 0, 99, '', '', NULL, NULL)"
    ),
    "accepted without an id": ("UPDATE orders SET state = 'accepted', code = 200 WHERE id = 2"),
    "an id of what was not accepted": "UPDATE orders SET gateway_id = '7' WHERE id = 2",
    "an order without recipients": (
        "INSERT INTO orders (send_at, state, recipients, credits) VALUES ('', 'planned', 0, 1)"
    ),
    "a state that is none": (
        "INSERT INTO orders (send_at, state, recipients, credits) VALUES ('', 'lost', 1, 1)"
    ),
    "a half without a root": (
        "INSERT INTO orders (parent_id, send_at, state, recipients, credits) VALUES (1, '', 'planned', 1, 1)"
    ),
    "a second campaign": "INSERT INTO campaign SELECT * FROM campaign",
    "a campaign bound by half": "UPDATE campaign SET gateway_url = 'https://x'",
    "a post that ended without an outcome": "UPDATE attempts SET ended_at = '2026'",
    "an outcome that is none": "UPDATE attempts SET ended_at = '2026', outcome = 'perhaps'",
    "a post of no order": "INSERT INTO attempts (order_id, posted_at) VALUES (99, '2026')",
}


@pytest.mark.parametrize("statement", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_must_never_be_is_refused_by_the_file(journal, path, statement):
    """Nonsense is impossible in the file, whatever the program does."""
    journal.begin(2, START)
    before = dump(path)

    with pytest.raises(sqlite3.IntegrityError):
        journal.database.execute(statement)

    assert before == dump(path)


def test_an_order_id_belongs_to_one_order(journal):
    """The gateway's id stands once in a file."""
    journal.end(1, journal.begin(1, START), ACCEPTED, START)
    attempt = journal.begin(2, START)

    with pytest.raises(sqlite3.IntegrityError):
        journal.end(2, attempt, ACCEPTED, START)

    assert ("submitting", True, False) == (
        state_of(journal, 2),
        journal.has_gateway_id("7"),
        journal.has_gateway_id("8"),
    )


# --- halves


@pytest.mark.parametrize(
    ("halves", "by_messages"),
    [
        (((("Merhaba", 0), ("Merhaba", 1)), (("Selam", 2), ("Selam", 3))), True),
        (((("Merhaba", 0), ("Merhaba", 1)), (("Selam", 2), ("Selam", 3))), False),
    ],
)
def test_a_split_order_has_two_halves_in_its_place(journal, halves, by_messages):
    """Each recipient is in one half, with its text; the halves are posted before the next order."""
    journal.split(1, journal.begin(1, START), REFUSED, START, by_messages=by_messages)

    planned = [journal.database.one("SELECT id FROM planned")[0]]
    got = tuple(
        tuple(
            (message.text, number - 905_300_000_000)
            for message in order_of(journal.database, order).messages
            for number in message.numbers
        )
        for order in (3, 4)
    )
    assert (halves, [3], (4, 2)) == (got, planned, journal.parts(3))
    assert {"planned": 6} == dict(tally_of(journal.database).recipients)
    assert [(2, 2, 1, 1)] * 2 == journal.database.all(
        "SELECT recipients, credits, parent_id, root_id FROM orders WHERE parent_id = 1"
    )


def test_halves_of_halves_know_the_order_that_they_come_from(journal):
    """However often it is split, an order of the plan counts its parts."""
    journal.split(1, journal.begin(1, START), REFUSED, START, by_messages=False)
    journal.split(3, journal.begin(3, START), REFUSED, START, by_messages=False)

    assert [(4, 4)] * 3 == [journal.parts(order) for order in (1, 4, 6)]
    assert [4, 5, 6, 2] == [order for (order,) in journal.database.all("SELECT id FROM planned")]
    assert (Message("Merhaba", (905_300_000_001,)),) == order_of(journal.database, 6).messages


def test_texts_that_do_not_divide_evenly_lose_nobody(tmp_path):
    """Three texts are halved into one and two, five numbers into two and three."""
    three = [who for at in range(3) for who in recipients(at + 1, at * 10, text=f"Metin {at}")]
    with Journal.open(a_campaign(tmp_path / "x.campaign", [three, recipients(5, 50)])) as journal:
        journal.split(1, journal.begin(1, START), REFUSED, START, by_messages=True)
        journal.split(2, journal.begin(2, START), REFUSED, START, by_messages=False)
        sizes = journal.database.all("SELECT recipients FROM orders WHERE parent_id IS NOT NULL ORDER BY id")

    assert [(1,), (5,), (2,), (3,)] == sizes


# --- starting again


def test_what_a_killed_run_left_is_unknown(journal):
    """An order that was being posted may have been taken; its post ends when it is found."""
    journal.begin(1, START, clock_offset=2.0)
    later = START + timedelta(hours=5)

    assert (1, 0) == (journal.recover(later), journal.recover(later))

    (order,) = journal.unsettled(0.0)
    assert ("unknown", True, False) == (state_of(journal), order.is_unknown, order.is_scheduled)
    assert (START + timedelta(seconds=2), later + timedelta(seconds=2)) == (order.start, order.end)


def test_posts_of_which_nothing_was_taken_do_not_count(journal):
    """The time of a doubt begins with the first post that may have been taken."""
    never_left = Answer("planned", "not_taken")
    for minute, answer in enumerate((never_left, PLANNED, UNKNOWN)):
        moment = START + timedelta(minutes=minute)
        journal.end(1, journal.begin(1, moment), answer, moment + timedelta(seconds=5))

    (order,) = journal.unsettled(60.0)

    assert [START + timedelta(minutes=2), START + timedelta(minutes=3, seconds=5)] == [order.start, order.end]


BOUND = ("https://gateway.test/v1", "account", "here:/x.campaign")


@pytest.mark.parametrize(
    ("code", "binding", "moved"),
    [
        (None, BOUND, False),
        ("other_gateway", ("https://other.test/v1", *BOUND[1:]), True),
        ("other_account", (BOUND[0], "other", BOUND[2]), True),
        ("moved_campaign", (*BOUND[:2], "there:/x.campaign"), False),
        (None, (*BOUND[:2], "there:/x.campaign"), True),
    ],
)
def test_a_campaign_goes_on_only_where_it_was_begun(journal, path, code, binding, moved):
    """Gateway and account are bound for good; the place, while anything is unfinished, unless it is said."""
    journal.bind(*BOUND, moved=False)
    before = dump(path)

    if code:
        with pytest.raises(InputError) as refused:
            journal.bind(*binding, moved=moved)
        assert (code, before) == (refused.value.code, dump(path))
    else:
        journal.bind(*binding, moved=moved)
        assert binding == journal.database.one("SELECT gateway_url, account, home FROM campaign")


def test_a_finished_campaign_may_be_looked_at_anywhere(tmp_path):
    """With nothing left to post and no doubt left, a copy at another place does no harm."""
    with Journal.open(a_campaign(tmp_path / "x.campaign", [recipients(1)])) as journal:
        journal.bind(*BOUND, moved=False)
        journal.end(1, journal.begin(1, START), ACCEPTED, START)
        journal.bind(*BOUND[:2], "there", moved=False)
        assert journal.is_bound


def test_a_new_schedule_is_for_what_was_not_posted(journal):
    """Orders that may have been taken keep the schedule that they were posted with."""
    journal.end(1, journal.begin(1, START), UNKNOWN, START)
    journal.reschedule("05/03/2026 10:00")
    assert [("",), ("05/03/2026 10:00",)] == journal.database.all("SELECT send_at FROM orders ORDER BY id")


# --- the file itself


def test_only_its_owner_reads_a_campaign_file(path):
    """Numbers and texts are for nobody else's eyes."""
    assert 0o600 == path.stat().st_mode & 0o777


def refusal(path):
    """Open and check a file, and give the code of the error that it is refused with."""
    with pytest.raises(InputError) as refused, closing(Database.open(path)) as database:
        database.check()
    return refused.value.code


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("no_campaign_file", None),
        ("no_campaign_file", b""),
        ("no_campaign_file", b"Ad;Telefon\n"),
        ("damaged_campaign_file", b"SQLite format 3\x00" + b"x" * 5000),
    ],
)
def test_what_is_no_campaign_file_is_refused(tmp_path, code, content):
    """A file that is missing, empty, or something else is said to be so."""
    path = tmp_path / "x.campaign"
    if content is not None:
        path.write_bytes(content)
    assert code == refusal(path)


def test_a_foreign_database_is_refused_and_left_alone(tmp_path):
    """A database of another program is no campaign file, and is not changed."""
    path = tmp_path / "x.campaign"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE orders (id INTEGER)")
    before = path.read_bytes()
    assert ("no_campaign_file", before) == (refusal(path), path.read_bytes())


def test_a_newer_file_is_refused(journal, path):
    """A file of a later format is not guessed at."""
    journal.database.execute("PRAGMA user_version = 4")
    assert "newer_campaign_file" == refusal(path)


def test_a_file_of_the_first_format_is_brought_up_to_date(path, tmp_path):
    """A file that an older batchsms made opens as if this one had made it, with all that it holds."""
    older = an_older(path, tmp_path / "eski.campaign")

    with closing(Database.open(older)) as database:
        assert (3, 6) == (database.one("PRAGMA user_version")[0], tally_of(database).rows)
    with closing(Database.open(older)):
        pass

    assert dump(older) == dump(path)


def an_older(path, older):
    """Make a file of format 1 that holds what a file of this format holds."""
    with closing(sqlite3.connect(older)) as file:
        file.executescript(Path(database_module.__file__).with_name("schema.sql").read_text())
        file.execute(f"PRAGMA application_id = {0x62736D73}")
        file.execute("PRAGMA user_version = 1")
        file.execute("ATTACH ? AS new", (str(path),))
        for (table,) in file.execute(
            "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name != 'legal_moves'"
        ).fetchall():
            names = ", ".join(column[1] for column in file.execute(f"PRAGMA main.table_info({table})"))
            copied = f"INSERT OR IGNORE INTO main.{table} ({names}) SELECT {names} FROM new.{table}"  # noqa: S608
            file.execute(copied)
        file.commit()
    return older


def test_a_page_that_is_overwritten_is_reported(path):
    """A damaged page anywhere in the file is found by the check, before anything is posted."""
    whole = path.read_bytes()
    size = int.from_bytes(whole[16:18], "big")
    codes = set()
    for page in range(len(whole) // size):
        path.write_bytes(whole[: page * size] + b"\xa5" * size + whole[(page + 1) * size :])
        codes.add(refusal(path))
    assert {"damaged_campaign_file", "no_campaign_file"} == codes


def test_a_file_cut_short_is_reported(path):
    """A file of which the end is missing is damaged."""
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "damaged_campaign_file" == refusal(path)


def test_a_text_that_is_none_is_damage(journal):
    """Bytes that are no text, where a text should be, are reported as the file's fault."""
    journal.database.execute("UPDATE campaign SET sender = CAST(x'ff' AS TEXT)")
    with pytest.raises(InputError) as refused:
        campaign_of(journal.database)
    assert "damaged_campaign_file" == refused.value.code


def code_of_reading(path):
    """Read a file, and give the code of the error that it is refused with, if it is."""
    try:
        with Journal.open(path) as journal:
            journal.database.check()
            tally_of(journal.database)
    except (InputError, Unavailable) as error:
        return error.code
    return ""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_flipped_bit_is_reported_or_does_no_harm(path, tmp_path, place, bit):
    """Whatever bit flips, the file is opened and read, or refused in one sentence."""
    content = bytearray(path.read_bytes())
    content[int(place * len(content))] ^= 1 << bit
    flipped = tmp_path / "flipped.campaign"
    flipped.write_bytes(content)
    refused = {"", "damaged_campaign_file", "no_campaign_file", "newer_campaign_file"}
    assert code_of_reading(flipped) in refused


# --- crashes and readers


def test_a_copy_from_the_midst_of_a_change_opens_to_the_old_state(journal, path, tmp_path):
    """What a power cut leaves, a file with its rollback journal, is as it was before the change began."""
    journal.database.execute("PRAGMA cache_size = 1")  # so that pages reach the file before the commit
    before = dump(path)
    database = journal.database
    copy = tmp_path / "copy.campaign"

    def interrupted():
        with database.transaction():
            database.execute("UPDATE orders SET state = 'submitting'")
            database.execute("UPDATE orders SET detail = hex(randomblob(20000))")
            database.execute("UPDATE campaign SET template = hex(randomblob(50000))")
            shutil.copy(path, copy)
            shutil.copy(f"{path}-journal", f"{copy}-journal")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        interrupted()

    assert path.read_bytes() != copy.read_bytes()
    assert (before, before) == (dump(path), dump(copy))
    with Journal.open(copy) as copied:
        copied.database.check()
        assert ["planned", "planned"] == [state_of(copied, order) for order in (1, 2)]


def test_a_begun_post_is_on_disk_before_it_is_made(journal, path, tmp_path):
    """A copy of the bare file, taken when `begin` has returned, knows that the order may be under way."""
    journal.begin(1, START)
    copy = shutil.copy(path, tmp_path / "copy.campaign")
    with Journal.open(copy) as copied:
        assert "submitting" == state_of(copied)
    assert not path.with_name(f"{path.name}-journal").exists()


def test_commits_are_synced_with_their_folder(journal):
    """After a power cut the last change is there: the folder is synced too, in a journal that is deleted."""
    assert [(3,), ("delete",)] == [
        journal.database.one("PRAGMA synchronous"),
        journal.database.one("PRAGMA journal_mode"),
    ]


def test_readers_never_make_a_commit_fail(path):
    """Whoever looks at the status in a loop holds up the sender for moments, and never stops it."""
    done = threading.Event()
    looks, failures = [], []

    def look():
        try:
            while not done.is_set():
                with Journal.open(path) as reader:
                    looks.append(tally_of(reader.database).recipient_count)
        except BaseException as error:
            failures.append(error)
            raise

    readers = [threading.Thread(target=look) for _reader in range(2)]
    for reader in readers:
        reader.start()
    try:
        with Journal.open(path) as journal:
            for _move in range(60):
                journal.end(1, journal.begin(1, START), PLANNED, START)
    finally:
        done.set()
        for reader in readers:
            reader.join()

    assert ([], {6}) == (failures, set(looks))


def test_a_reader_that_lingers_is_waited_for(path):
    """A commit waits for a reader that is in the midst of reading, and then succeeds."""
    reading, committing = threading.Event(), threading.Event()

    def linger():
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM orders").fetchall()
            reading.set()
            committing.wait(20)
            reader.execute("COMMIT")

    lingering = threading.Thread(target=linger)
    lingering.start()
    reading.wait(20)
    with Journal.open(path) as journal:
        execute = journal.database.execute

        def noting(statement, values=()):
            if statement == "COMMIT":
                committing.set()
            return execute(statement, values)

        journal.database.execute = noting
        journal.begin(1, START)
        lingering.join()
        assert "submitting" == state_of(journal)


def test_a_file_that_cannot_be_written_is_unavailable(journal, path):
    """A move that cannot be recorded is said to be so, and is not made."""
    journal.database.execute("PRAGMA query_only = ON")
    before = dump(path)
    with pytest.raises(Unavailable) as refused:
        journal.begin(1, START)
    assert ("unwritable_campaign_file", before) == (refused.value.code, dump(path))


def test_a_rollback_that_fails_too_does_not_hide_why(journal):
    """What went wrong first is what is said, also where the change cannot even be taken back."""
    connection = journal.database._connection  # noqa: SLF001 - a statement that fails where none should

    def failing():
        with journal.database.transaction():
            connection.set_authorizer(lambda *_asked: sqlite3.SQLITE_DENY)
            raise Unavailable("unwritable_campaign_file", "the disk is full")

    with pytest.raises(Unavailable, match="the disk is full"):
        failing()
    connection.set_authorizer(None)


def test_a_copy_is_whole_and_its_owners_alone(journal, tmp_path):
    """A copy of the file says the same, can be sent, and is readable by its owner only."""
    copy = tmp_path / "copy.campaign"
    journal.database.copy(copy)
    assert (dump(journal.path), 0o600) == (dump(copy), copy.stat().st_mode & 0o777)
    with Journal.open(copy) as copied:
        copied.database.check()
