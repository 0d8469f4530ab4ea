"""What a purge empties in a campaign file, and what it keeps: every column is one or the other."""

from contextlib import closing

import pytest
from model_gateway import START, a_campaign, recipients

from batchsms.journal.database import Database
from batchsms.journal.purging import EMPTIED, empty, purge_of

KEPT = {
    "campaign": {
        *("id", "created_at", "program", "list_path", "phone_column", "template_name", "sender", "iys_list"),
        *("send_at", "results_path", "inputs", "folds", "operator_characters", "turkish_letter_cost"),
        *("credit_price", "max_recipients", "max_credits", "gateway_url", "account", "home", "closed_at"),
        *("key_column", "key_secret", "quiet_hours", "waits", "purge_began_at", "purged_at"),
    },
    "columns": {"position", "sheet_column"},
    "findings": {"id", "code", "severity", "count"},
    "costs": {"id"},
    "chunks": {"first_position", "row_count"},
    "messages": {"id", "encoding", "segments"},
    "rows": {"position", "sheet_row", "message_id", "order_id", "reason", "delivery", "key_hash"},
    "orders": {
        *("id", "parent_id", "root_id", "send_at", "state", "recipients", "credits", "gateway_id", "code"),
        *("decided_at", "report_status", "report_pages", "report_is_final", "reported_at", "price"),
    },
    "attempts": {
        *("id", "order_id", "posted_at", "ended_at", "clock_offset", "outcome", "http_status", "code"),
    },
    "cancellations": {"id", "order_id", "asked_at", "ended_at", "outcome", "code"},
    "moves": {"id", "order_id", "moved_at", "from_state", "to_state"},
    "legal_moves": {"from_state", "to_state"},
}
"""What is nobody's name, number or text. Places of files are told in docs/personal-data.md."""


@pytest.fixture
def database(tmp_path):
    """Publish a campaign of two orders, and open it."""
    path = a_campaign(tmp_path / "liste.campaign", [recipients(3), recipients(2, 10)])
    with closing(Database.open(path)) as opened:
        yield opened


def test_every_column_is_emptied_or_kept(database):
    """Whoever adds a column to the campaign file says here what a purge does with it."""
    tables = [name for (name,) in database.all("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    columns = {
        table: {name for (name,) in database.all("SELECT name FROM pragma_table_info(?)", table)}
        for table in tables
    }

    assert columns == {table: KEPT[table] | set(EMPTIED.get(table, ())) for table in KEPT}
    assert not any(KEPT[table] & set(EMPTIED[table]) for table in EMPTIED)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE rows SET msisdn = 905300000099 WHERE position = 0",
        "UPDATE rows SET msisdn = 905000000000 WHERE position = 0",
        "UPDATE rows SET reason = 'x', order_id = NULL WHERE position = 0",
    ],
)
def test_only_a_purge_changes_who_was_planned(database, change):
    """The database itself refuses a number that is not the one which was planned."""
    with pytest.raises(Exception, match=r"what was planned does not change|a row can only move"):
        database.execute(change)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE rows SET msisdn = 905300000099 WHERE position = 0",
        "UPDATE rows SET message_id = 2 WHERE position = 0",
        "INSERT INTO orders (send_at, state, recipients, credits) VALUES ('', 'planned', 1, 1)",
    ],
)
def test_a_purged_file_takes_no_recipient_any_more(database, change):
    """What is emptied stays empty, and nothing is planned in it again."""
    empty(database, START)

    with pytest.raises(Exception, match=r"what was planned does not change|the campaign is purged"):
        database.execute(change)


def test_what_the_journal_held_is_overwritten(database, tmp_path):
    """It goes with the end of the purge, and so do its bytes, under whatever name they can still be read."""
    journal, other = database.path.with_name("liste.campaign-journal"), tmp_path / "other"
    with database.leaving_no_traces():
        with database.transaction():
            database.execute("UPDATE messages SET text = ''")
        other.hardlink_to(journal)
        assert b"Merhaba" in other.read_bytes()

    assert (False, set()) == (journal.exists(), set(other.read_bytes()) - {0})


def test_a_stand_in_that_is_another_rows_number_is_no_hindrance(tmp_path):
    """Numbers are emptied one after another, and none of them is in the way of a stand-in."""
    order = [(905_000_000_000 + number, "Merhaba") for number in (2, 0, 1)]
    path = a_campaign(tmp_path / "sifir.campaign", [order])
    with closing(Database.open(path)) as database:
        empty(database, START)

        assert [(905_000_000_000 + at,) for at in range(3)] == database.all(
            "SELECT msisdn FROM rows ORDER BY 1"
        )
        database.check()


def test_a_purge_that_fails_leaves_the_file_as_it_was(database):
    """All of it is emptied in one change, or nothing is."""
    database.execute(
        "CREATE TRIGGER refuse BEFORE UPDATE OF detail ON orders BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    before = database.all("SELECT * FROM rows JOIN messages ON messages.id = message_id")

    with pytest.raises(Exception, match="no"):
        empty(database, START)

    assert purge_of(database) is None
    assert before == database.all("SELECT * FROM rows JOIN messages ON messages.id = message_id")
    database.check()
