-- Retention of usage records. What is settled before kept_from_ms, the start of a day of UTC, may be
-- gone: it never falls, and rollups before it are not made anew.
CREATE TABLE usage_retention (
    id           INTEGER PRIMARY KEY CHECK (id = 1),
    kept_from_ms INTEGER NOT NULL
) STRICT;

INSERT INTO usage_retention (id, kept_from_ms) VALUES (1, 0);

-- What the deleted records of each account came to, so that rollups and request ids can still be
-- proved.
CREATE TABLE usage_record_gone (
    account_id    INTEGER PRIMARY KEY,
    calls         INTEGER NOT NULL,
    price_nanos   INTEGER NOT NULL,
    fee_nanos     INTEGER NOT NULL,
    charge_nanos  INTEGER NOT NULL,
    overrun_nanos INTEGER NOT NULL
) STRICT;

CREATE TRIGGER usage_retention_never_falls BEFORE UPDATE ON usage_retention
WHEN new.kept_from_ms < old.kept_from_ms
BEGIN
    SELECT RAISE(ABORT, 'what may be gone never comes back');
END;

CREATE TRIGGER usage_record_is_kept BEFORE DELETE ON usage_record
WHEN old.settled_at_ms >= (SELECT kept_from_ms FROM usage_retention)
BEGIN
    SELECT RAISE(ABORT, 'a usage record is kept as long as the retention says');
END;

CREATE TRIGGER request_is_kept BEFORE DELETE ON request
BEGIN
    SELECT RAISE(ABORT, 'a request id is never deleted');
END;

CREATE TRIGGER account_entry_is_kept BEFORE DELETE ON account_entry
BEGIN
    SELECT RAISE(ABORT, 'an entry of a statement is never deleted');
END;
