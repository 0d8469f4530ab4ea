-- What format 3 adds to format 2: what later runs of the same campaign need to know of this one.

ALTER TABLE campaign ADD COLUMN closed_at TEXT;               -- from then on later runs take what was not sent
ALTER TABLE campaign ADD COLUMN key_column TEXT NOT NULL DEFAULT ''; -- whose values tell new rows from these
ALTER TABLE campaign ADD COLUMN key_secret TEXT NOT NULL DEFAULT ''; -- fingerprint of what the keys are hashed with

ALTER TABLE campaign ADD COLUMN quiet_hours TEXT NOT NULL DEFAULT ''; -- in which nothing goes out, '21:00-09:00'
ALTER TABLE campaign ADD COLUMN waits INTEGER NOT NULL DEFAULT 0; -- whether the schedule is but the end of those

ALTER TABLE campaign ADD COLUMN fingerprint TEXT NOT NULL DEFAULT ''; -- of what is posted; '' in older files

ALTER TABLE rows ADD COLUMN key_hash BLOB;                    -- of the row's value in that column

-- What later runs take over is not sent by this one any more.
INSERT INTO legal_moves (from_state, to_state) VALUES ('planned', 'cancelled');

CREATE TRIGGER only_closing_cancels_what_is_planned BEFORE UPDATE OF state ON orders
WHEN OLD.state = 'planned' AND NEW.state = 'cancelled' AND (SELECT closed_at FROM campaign) IS NULL
BEGIN
    SELECT RAISE(ABORT, 'the campaign is not closed');
END;

CREATE TRIGGER what_is_closed_is_not_planned_again BEFORE INSERT ON orders
WHEN (SELECT state FROM orders WHERE id = NEW.parent_id) = 'cancelled'
    AND (SELECT closed_at FROM campaign) IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'the campaign is closed');
END;

-- A purge empties personal data for good; see purging.py. From its beginning on nothing that it empties is read.
ALTER TABLE campaign ADD COLUMN purge_began_at TEXT;
ALTER TABLE campaign ADD COLUMN purged_at TEXT;               -- when no trace of it was left in the file

-- A row keeps its order and its reason. What stands in an order has to have a number: it gets a stand-in.
DROP TRIGGER recipients_stay_who_they_are;
CREATE TRIGGER recipients_stay_who_they_are BEFORE UPDATE OF position, msisdn, message_id, reason ON rows
WHEN (SELECT purge_began_at FROM campaign) IS NULL
    OR NEW.position <> OLD.position OR NEW.message_id IS NOT OLD.message_id OR NEW.reason <> OLD.reason
    OR NEW.msisdn IS NOT (CASE WHEN NEW.order_id IS NULL THEN NULL ELSE 905000000000 + NEW.position END)
BEGIN
    SELECT RAISE(ABORT, 'what was planned does not change');
END;

CREATE TRIGGER what_is_purged_is_not_planned_again BEFORE INSERT ON orders
WHEN (SELECT purge_began_at FROM campaign) IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'the campaign is purged');
END;
