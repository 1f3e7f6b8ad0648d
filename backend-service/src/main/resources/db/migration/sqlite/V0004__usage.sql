-- What was used. Written by the fold, like the ledger.

CREATE TABLE usage_record (
    sequence            INTEGER PRIMARY KEY,
    request_id          BLOB    NOT NULL,
    account_id          INTEGER NOT NULL,
    key_id              INTEGER NOT NULL,
    service_id          INTEGER NOT NULL,
    subject             TEXT    NOT NULL,
    tags                TEXT    NOT NULL,  -- "key=value" with line feeds between
    outcome             INTEGER NOT NULL,
    tier                INTEGER NOT NULL,
    units               TEXT    NOT NULL,  -- "unit=count unit=count"
    price_book_id       INTEGER NOT NULL,
    lines               TEXT    NOT NULL,  -- "unit:count@nanos/per unit:count@nanos/per"
    price_nanos         INTEGER NOT NULL,
    fee_nanos           INTEGER NOT NULL,
    charge_nanos        INTEGER NOT NULL,
    held_nanos          INTEGER NOT NULL,
    overrun_nanos       INTEGER NOT NULL,
    authorized_at_ms    INTEGER NOT NULL,
    settled_at_ms       INTEGER NOT NULL,
    queue_ms            INTEGER NOT NULL,  -- -1: not known
    compute_ms          INTEGER NOT NULL,  -- -1: not known
    upstream_cost_nanos INTEGER NOT NULL,  -- -1: not known
    proxy               TEXT    NOT NULL,
    unrated_reason      TEXT    NOT NULL   -- empty: rated
) STRICT;

-- What became of unrated usage: rated later, or written off (no lines, no charge).
CREATE TABLE usage_rating (
    request_id    BLOB    PRIMARY KEY,
    sequence      INTEGER NOT NULL,
    at_ms         INTEGER NOT NULL,
    written_off   INTEGER NOT NULL,
    units         TEXT    NOT NULL,
    price_book_id INTEGER NOT NULL,
    lines         TEXT    NOT NULL,
    price_nanos   INTEGER NOT NULL,
    fee_nanos     INTEGER NOT NULL,
    charge_nanos  INTEGER NOT NULL,
    overrun_nanos INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX usage_rating_by_sequence ON usage_rating (sequence);

CREATE TABLE usage_refund (
    request_id   BLOB    NOT NULL,
    sequence     INTEGER NOT NULL,
    at_ms        INTEGER NOT NULL,
    amount_nanos INTEGER NOT NULL,
    PRIMARY KEY (request_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE INDEX usage_refund_by_sequence ON usage_refund (sequence);

-- Sums by minute (1), hour (2) and day (3) of UTC. The commonest units stand in the row, the others in
-- rollup_unit.
CREATE TABLE rollup (
    granularity         INTEGER NOT NULL,
    bucket_at_ms        INTEGER NOT NULL,
    account_id          INTEGER NOT NULL,
    key_id              INTEGER NOT NULL,
    service_id          INTEGER NOT NULL,
    subject             TEXT    NOT NULL,
    calls               INTEGER NOT NULL,
    failed_calls        INTEGER NOT NULL,
    unrated_calls       INTEGER NOT NULL,
    input_tokens        INTEGER NOT NULL,
    cached_input_tokens INTEGER NOT NULL,
    output_tokens       INTEGER NOT NULL,
    price_nanos         INTEGER NOT NULL,
    fee_nanos           INTEGER NOT NULL,
    charge_nanos        INTEGER NOT NULL,
    overrun_nanos       INTEGER NOT NULL,
    refunded_nanos      INTEGER NOT NULL,
    implicit_requests   INTEGER NOT NULL,  -- calls that count as one request without saying so
    PRIMARY KEY (granularity, bucket_at_ms, account_id, key_id, service_id, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX rollup_by_account ON rollup (account_id, granularity, bucket_at_ms);

CREATE TABLE rollup_unit (
    granularity  INTEGER NOT NULL,
    bucket_at_ms INTEGER NOT NULL,
    account_id   INTEGER NOT NULL,
    key_id       INTEGER NOT NULL,
    service_id   INTEGER NOT NULL,
    subject      TEXT    NOT NULL,
    unit         INTEGER NOT NULL,
    count        INTEGER NOT NULL,
    PRIMARY KEY (granularity, bucket_at_ms, account_id, key_id, service_id, subject, unit)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER usage_record_is_immutable BEFORE UPDATE ON usage_record
BEGIN
    SELECT RAISE(ABORT, 'a usage record never changes');
END;
