-- What format 2 adds to format 1: what the gateway's delivery reports say. New files get it in the same way.

ALTER TABLE orders ADD COLUMN report_status INTEGER;          -- the gateway's code of the order, as it came last
ALTER TABLE orders ADD COLUMN report_pages INTEGER NOT NULL DEFAULT 0; -- read of a report that is read in part
ALTER TABLE orders ADD COLUMN report_is_final INTEGER NOT NULL DEFAULT 0 CHECK (report_is_final IN (0, 1));
ALTER TABLE orders ADD COLUMN reported_at TEXT;               -- when a page was read last
ALTER TABLE orders ADD COLUMN price TEXT;                     -- what was charged, with a point, NULL where it is not told

ALTER TABLE rows ADD COLUMN delivery INTEGER;                 -- the gateway's code of the message, as it came last

-- Every request to cancel an order, with what came of it. While that is NULL nobody knows, and the order is told as
-- unknown: 'cancelled'; 'gone', it could not be cancelled any more; 'standing', it was not cancelled and can be still.
CREATE TABLE cancellations (
    id       INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    asked_at TEXT NOT NULL,
    ended_at TEXT,
    outcome  TEXT CHECK (outcome IN ('cancelled', 'gone', 'standing')),
    code     INTEGER,                         -- the gateway's, or that of the order's report
    detail   TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE UNIQUE INDEX open_cancellation ON cancellations (order_id) WHERE outcome IS NULL;

CREATE INDEX parts ON orders (parent_id) WHERE parent_id IS NOT NULL;

-- An order as users are told of it: what is being posted or cancelled is unknown. Where its recipients have gone
-- over to other orders, these have taken its place.
CREATE VIEW told_orders AS
SELECT orders.*,
    CASE WHEN state = 'submitting' OR cancellations.id IS NOT NULL THEN 'unknown' ELSE state END AS told_state,
    cancellations.id IS NOT NULL AS is_being_cancelled,
    EXISTS (SELECT 1 FROM orders AS part WHERE part.parent_id = orders.id) AS is_replaced
FROM orders LEFT JOIN cancellations ON cancellations.order_id = orders.id AND outcome IS NULL;

-- Recipients go over to another order only from one that was refused whole, or that is proven to be cancelled.
CREATE TRIGGER only_what_is_over_is_replaced BEFORE INSERT ON orders
WHEN NEW.parent_id IS NOT NULL
    AND (SELECT state FROM orders WHERE id = NEW.parent_id) NOT IN ('split', 'cancelled')
BEGIN
    SELECT RAISE(ABORT, 'an order that may go has no parts');
END;

-- What is not asked for is not cancelled.
CREATE TRIGGER only_what_was_asked_for_is_cancelled BEFORE UPDATE OF state ON orders
WHEN OLD.state = 'accepted' AND NEW.state = 'cancelled'
    AND NOT EXISTS (SELECT 1 FROM cancellations WHERE order_id = NEW.id AND outcome IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'nobody has asked to cancel this order');
END;
