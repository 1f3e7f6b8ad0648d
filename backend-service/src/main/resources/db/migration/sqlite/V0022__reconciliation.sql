-- Reports of what providers, orders and the ledger say differently.

CREATE TABLE reconciliation (
    id            INTEGER PRIMARY KEY,
    day           INTEGER NOT NULL,  -- days since 1970
    from_ms       INTEGER NOT NULL,
    to_ms         INTEGER NOT NULL,
    state         INTEGER NOT NULL,
    why           TEXT    NOT NULL,
    automatic     INTEGER NOT NULL,  -- 1: it was due by itself
    attempt       INTEGER NOT NULL,
    asked_at_ms   INTEGER NOT NULL,
    started_at_ms INTEGER NOT NULL,  -- 0: not yet
    ended_at_ms   INTEGER NOT NULL,  -- 0: not yet
    payments      INTEGER NOT NULL,
    differences   INTEGER NOT NULL
) STRICT;

CREATE INDEX reconciliation_day ON reconciliation (day, id);
CREATE INDEX reconciliation_open ON reconciliation (id) WHERE state <= 2;

CREATE TABLE reconciliation_total (
    reconciliation_id    INTEGER NOT NULL REFERENCES reconciliation (id),
    provider             TEXT    NOT NULL,
    currency             TEXT    NOT NULL,
    payments             INTEGER NOT NULL,
    there_arrived_nanos  INTEGER NOT NULL,
    there_refunded_nanos INTEGER NOT NULL,
    there_disputed_nanos INTEGER NOT NULL,
    here_arrived_nanos   INTEGER NOT NULL,
    here_refunded_nanos  INTEGER NOT NULL,
    here_disputed_nanos  INTEGER NOT NULL,
    due_nanos            INTEGER NOT NULL,
    credited_nanos       INTEGER NOT NULL,
    ledger_nanos         INTEGER NOT NULL,
    PRIMARY KEY (reconciliation_id, provider, currency)
) STRICT;

CREATE TABLE reconciliation_difference (
    reconciliation_id INTEGER NOT NULL REFERENCES reconciliation (id),
    number            INTEGER NOT NULL,
    kind              INTEGER NOT NULL,
    provider          TEXT    NOT NULL,
    reference         TEXT    NOT NULL,
    payment_id        INTEGER NOT NULL,  -- 0: none
    order_id          INTEGER NOT NULL,  -- 0: none
    account_id        INTEGER NOT NULL,  -- 0: none
    currency          TEXT    NOT NULL,
    expected_nanos    INTEGER NOT NULL,
    found_nanos       INTEGER NOT NULL,
    detail            TEXT    NOT NULL,
    PRIMARY KEY (reconciliation_id, number)
) STRICT;

CREATE INDEX payment_changed ON payment (provider, changed_at_ms);
