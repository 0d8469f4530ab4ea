-- What format 2 adds to format 1: what the gateway's delivery reports say. New files get it in the same way.

ALTER TABLE orders ADD COLUMN report_status INTEGER;          -- the gateway's code of the order, as it came last
ALTER TABLE orders ADD COLUMN report_pages INTEGER NOT NULL DEFAULT 0; -- read of a report that is read in part
ALTER TABLE orders ADD COLUMN report_is_final INTEGER NOT NULL DEFAULT 0 CHECK (report_is_final IN (0, 1));
ALTER TABLE orders ADD COLUMN reported_at TEXT;               -- when a page was read last
ALTER TABLE orders ADD COLUMN price TEXT;                     -- what was charged, with a point, NULL where it is not told

ALTER TABLE rows ADD COLUMN delivery INTEGER;                 -- the gateway's code of the message, as it came last
