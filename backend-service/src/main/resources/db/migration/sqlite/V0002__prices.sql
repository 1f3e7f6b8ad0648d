-- Price books. A book with published_at_ms above 0 never changes again; the triggers see to it even if
-- the program does not.

CREATE TABLE price_book (
    id              INTEGER PRIMARY KEY,
    version         INTEGER NOT NULL,
    note            TEXT    NOT NULL,
    based_on_id     INTEGER NOT NULL,  -- 0: none
    created_at_ms   INTEGER NOT NULL,
    published_at_ms INTEGER NOT NULL,
    effective_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE rate (
    book_id            INTEGER NOT NULL REFERENCES price_book (id),
    service_id         INTEGER NOT NULL REFERENCES service (id),
    unit               INTEGER NOT NULL,
    tier               INTEGER NOT NULL,
    above_input_tokens INTEGER NOT NULL,
    account_id         INTEGER NOT NULL,  -- 0: everybody
    price_nanos        INTEGER NOT NULL CHECK (price_nanos >= 0),
    per                INTEGER NOT NULL CHECK (per > 0),
    steps              TEXT    NOT NULL,  -- "from:price from:price", by volume in the month
    PRIMARY KEY (book_id, service_id, account_id, tier, unit, above_input_tokens)
) STRICT, WITHOUT ROWID;

CREATE TABLE fee (
    book_id           INTEGER NOT NULL REFERENCES price_book (id),
    service_id        INTEGER NOT NULL,  -- 0: every service without a row of its own
    per_request_nanos INTEGER NOT NULL CHECK (per_request_nanos >= 0),
    price_millionths  INTEGER NOT NULL CHECK (price_millionths >= 0),
    PRIMARY KEY (book_id, service_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER price_book_is_immutable BEFORE UPDATE ON price_book
WHEN old.published_at_ms > 0
BEGIN
    SELECT RAISE(ABORT, 'a published price book never changes');
END;

CREATE TRIGGER price_book_is_kept BEFORE DELETE ON price_book
WHEN old.published_at_ms > 0
BEGIN
    SELECT RAISE(ABORT, 'a published price book is never deleted');
END;

CREATE TRIGGER rate_is_added_to_drafts BEFORE INSERT ON rate
WHEN (SELECT published_at_ms FROM price_book WHERE id = new.book_id) > 0
BEGIN
    SELECT RAISE(ABORT, 'a published price book never changes');
END;

CREATE TRIGGER rate_is_immutable BEFORE UPDATE ON rate
BEGIN
    SELECT RAISE(ABORT, 'rates are replaced, not updated');
END;

CREATE TRIGGER rate_is_kept BEFORE DELETE ON rate
WHEN (SELECT published_at_ms FROM price_book WHERE id = old.book_id) > 0
BEGIN
    SELECT RAISE(ABORT, 'a published price book never changes');
END;

CREATE TRIGGER fee_is_added_to_drafts BEFORE INSERT ON fee
WHEN (SELECT published_at_ms FROM price_book WHERE id = new.book_id) > 0
BEGIN
    SELECT RAISE(ABORT, 'a published price book never changes');
END;

CREATE TRIGGER fee_is_immutable BEFORE UPDATE ON fee
BEGIN
    SELECT RAISE(ABORT, 'fees are replaced, not updated');
END;

CREATE TRIGGER fee_is_kept BEFORE DELETE ON fee
WHEN (SELECT published_at_ms FROM price_book WHERE id = old.book_id) > 0
BEGIN
    SELECT RAISE(ABORT, 'a published price book never changes');
END;
