-- The campaign file. This is format 1; `format_2.sql` and `format_3.sql` make the later ones of it.
--
-- Written whole by the plan, before the first post; from then on only the states of orders and
-- their attempts change. What must never be is refused here, not only in the program.

CREATE TABLE campaign (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    created_at    TEXT NOT NULL,
    program       TEXT NOT NULL,              -- batchsms' version
    list_path     TEXT NOT NULL,
    list_digest   TEXT NOT NULL,              -- SHA-256 of the list as it was read
    list_origin   TEXT NOT NULL,              -- the sheet, or encoding and delimiter
    list_sheet    TEXT NOT NULL,              -- '' for a text file
    phone_column  INTEGER NOT NULL,
    template_name TEXT NOT NULL,
    template      TEXT NOT NULL,
    sender        TEXT NOT NULL,
    iys_list      TEXT NOT NULL CHECK (iys_list IN ('', 'BIREYSEL', 'TACIR')),
    send_at       TEXT NOT NULL,              -- as it was planned; see orders.send_at
    results_path  TEXT NOT NULL,
    inputs        TEXT NOT NULL,              -- files that are read and never written over: a JSON array of paths
    folds         TEXT NOT NULL,              -- names, with blanks between them
    operator_characters INTEGER NOT NULL,     -- what the gateway adds to each text
    turkish_letter_cost INTEGER NOT NULL,
    credit_price  TEXT NOT NULL,              -- in TL, with a point; '' where it is not said
    max_recipients INTEGER,                   -- beyond which nothing is to be sent
    max_credits   INTEGER,
    gateway_url   TEXT,                       -- bound at the first post
    account       TEXT,                       -- fingerprint of the account
    home          TEXT,                       -- the machine and the path where it is sent from
    CHECK ((gateway_url IS NULL) = (account IS NULL)),
    CHECK ((gateway_url IS NULL) = (home IS NULL))
) STRICT;

-- What the campaign costs as it was planned: a JSON object.
CREATE TABLE costs (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    report TEXT NOT NULL
) STRICT;

CREATE TABLE columns (
    position     INTEGER PRIMARY KEY,
    sheet_column INTEGER NOT NULL,            -- 1 is A
    header       TEXT NOT NULL
) STRICT;

-- What was found in the list that its owner should know. `examples` is a JSON array of addresses,
-- `details` one of words.
CREATE TABLE findings (
    id       INTEGER PRIMARY KEY,
    code     TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
    count    INTEGER NOT NULL,
    examples TEXT NOT NULL,
    details  TEXT NOT NULL
) STRICT;

-- The list's own cells, many rows in one value: a JSON array of columns.
CREATE TABLE chunks (
    first_position INTEGER PRIMARY KEY,
    row_count      INTEGER NOT NULL CHECK (row_count > 0),
    cells          TEXT NOT NULL
) STRICT;

CREATE TABLE messages (
    id       INTEGER PRIMARY KEY,
    text     TEXT NOT NULL,
    encoding TEXT NOT NULL CHECK (encoding IN ('gsm7', 'turkish', 'ucs2')),
    segments INTEGER NOT NULL CHECK (segments >= 0) -- 0: nothing but blanks
) STRICT;

CREATE TABLE orders (
    id            INTEGER PRIMARY KEY,
    parent_id     INTEGER REFERENCES orders (id), -- the order that it is a half of
    root_id       INTEGER REFERENCES orders (id), -- the order of the plan that it is a part of
    send_at       TEXT NOT NULL,              -- DD/MM/YYYY HH:MM in Turkey's time, or '' for now
    state         TEXT NOT NULL CHECK (state IN (
        'planned', 'submitting', 'accepted', 'rejected', 'split', 'unknown', 'cancelled')),
    recipients    INTEGER NOT NULL CHECK (recipients > 0),
    credits       INTEGER NOT NULL CHECK (credits > 0),
    gateway_id    TEXT UNIQUE,                -- the gateway's order id
    code          INTEGER,                    -- the gateway's last code
    detail        TEXT NOT NULL DEFAULT '',   -- the gateway's own words, or what went wrong
    decided_at    TEXT,
    CHECK ((parent_id IS NULL) = (root_id IS NULL)),
    CHECK (gateway_id IS NULL OR state IN ('accepted', 'cancelled')),
    CHECK (state <> 'accepted' OR gateway_id IS NOT NULL OR code = 451)
) STRICT;

-- Every input row: it has an order, or a reason why it has none.
CREATE TABLE rows (
    position   INTEGER PRIMARY KEY,           -- 0 is the first row below the header
    sheet_row  INTEGER NOT NULL,              -- the row number in the spreadsheet's margin
    msisdn     INTEGER CHECK (msisdn BETWEEN 905000000000 AND 905999999999),
    message_id INTEGER REFERENCES messages (id),
    order_id   INTEGER REFERENCES orders (id),
    reason     TEXT NOT NULL,
    about      TEXT NOT NULL,
    CHECK ((order_id IS NULL) = (reason <> '')),
    CHECK (order_id IS NULL OR (msisdn IS NOT NULL AND message_id IS NOT NULL))
) STRICT;

-- Delivery reports are keyed by number alone: a number stands at most once in an order.
CREATE UNIQUE INDEX recipient ON rows (order_id, msisdn) WHERE order_id IS NOT NULL;

CREATE INDEX next_planned ON orders (COALESCE(root_id, id), id) WHERE state = 'planned';

-- Every post, with its times by this machine's clock.
CREATE TABLE attempts (
    id           INTEGER PRIMARY KEY,
    order_id     INTEGER NOT NULL REFERENCES orders (id),
    posted_at    TEXT NOT NULL,
    ended_at     TEXT,                        -- for a killed post, when it was found
    clock_offset REAL,                        -- seconds that the gateway's clock was ahead, if known
    outcome      TEXT CHECK (outcome IN (
        'accepted', 'rejected', 'divisible', 'halted', 'not_taken', 'elsewhere', 'page', 'unknown',
        'unheard_of')),
    http_status  INTEGER,
    code         INTEGER,
    detail       TEXT NOT NULL DEFAULT '',
    CHECK ((ended_at IS NULL) = (outcome IS NULL))
) STRICT;

CREATE INDEX attempts_of_order ON attempts (order_id);

-- Posts that may have been taken. A failure to connect has no HTTP status and took nothing; an
-- answer that nothing was taken may be a lie.
CREATE VIEW doubtful_attempts AS
SELECT * FROM attempts
WHERE outcome IN ('unknown', 'page', 'unheard_of') OR (outcome IN ('not_taken', 'elsewhere') AND http_status IS NOT NULL);

-- In the order that they are to be posted: the halves of an order in its place.
CREATE VIEW planned AS
SELECT id, recipients, send_at FROM orders WHERE state = 'planned' ORDER BY COALESCE(root_id, id), id;

CREATE TABLE moves (
    id         INTEGER PRIMARY KEY,
    order_id   INTEGER NOT NULL REFERENCES orders (id),
    moved_at   TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL
) STRICT;

CREATE TABLE legal_moves (
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    PRIMARY KEY (from_state, to_state)
) STRICT, WITHOUT ROWID;

INSERT INTO legal_moves (from_state, to_state) VALUES
    ('planned', 'submitting'),
    ('submitting', 'planned'),     -- the first post, of which nothing was taken for certain
    ('submitting', 'accepted'),
    ('submitting', 'rejected'),
    ('submitting', 'split'),
    ('submitting', 'unknown'),
    ('unknown', 'submitting'),     -- absent from the gateway's records, or asked for by the user
    ('unknown', 'accepted'),       -- found in the gateway's records
    ('accepted', 'cancelled');

CREATE TRIGGER rows_go_to_halves_only BEFORE UPDATE OF order_id ON rows
WHEN NOT EXISTS (SELECT 1 FROM orders WHERE id = NEW.order_id AND parent_id = OLD.order_id)
BEGIN
    SELECT RAISE(ABORT, 'a row can only move to a half of its order');
END;

CREATE TRIGGER recipients_stay_who_they_are BEFORE UPDATE OF position, msisdn, message_id, reason ON rows
BEGIN
    SELECT RAISE(ABORT, 'what was planned does not change');
END;

CREATE TRIGGER only_legal_moves BEFORE UPDATE OF state ON orders
WHEN NOT EXISTS (SELECT 1 FROM legal_moves WHERE from_state = OLD.state AND to_state = NEW.state)
BEGIN
    SELECT RAISE(ABORT, 'an order cannot make this move');
END;

CREATE TRIGGER remember_moves AFTER UPDATE OF state ON orders
BEGIN
    INSERT INTO moves (order_id, moved_at, from_state, to_state)
    VALUES (NEW.id, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), OLD.state, NEW.state);
END;
