-- The ledger: what the journal's facts come to. Every table here is written by the fold, in the same
-- transaction that moves ledger_state.folded_sequence; facts above it are still in the journal.

CREATE TABLE ledger_state (
    id              INTEGER PRIMARY KEY CHECK (id = 1),
    folded_sequence INTEGER NOT NULL,
    last_at_ms      INTEGER NOT NULL
) STRICT;

INSERT INTO ledger_state (id, folded_sequence, last_at_ms) VALUES (1, 0, 0);

-- Where credit is. A grant is a ledger account of its own (same id), as is each account's overdraft
-- (the account's id); 1 to 99 are the installation's own. The balances of all of them sum to 0.
CREATE TABLE ledger_account (
    id            INTEGER PRIMARY KEY,
    account_id    INTEGER NOT NULL,  -- 0: the installation's own
    balance_nanos INTEGER NOT NULL
) STRICT;

CREATE INDEX ledger_account_by_account ON ledger_account (account_id);

CREATE TABLE credit_grant (
    id            INTEGER PRIMARY KEY,
    account_id    INTEGER NOT NULL REFERENCES account (id),
    kind          INTEGER NOT NULL,
    granted_nanos INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    created_at_ms INTEGER NOT NULL,
    sequence      INTEGER NOT NULL,
    note          TEXT    NOT NULL
) STRICT;

CREATE INDEX credit_grant_by_account ON credit_grant (account_id, expires_at_ms, sequence);

-- One movement between two ledger accounts; never changed, never deleted.
CREATE TABLE transfer (
    sequence     INTEGER NOT NULL,
    line         INTEGER NOT NULL,
    at_ms        INTEGER NOT NULL,
    kind         INTEGER NOT NULL,
    from_ledger  INTEGER NOT NULL,
    to_ledger    INTEGER NOT NULL,
    amount_nanos INTEGER NOT NULL CHECK (amount_nanos > 0),
    PRIMARY KEY (sequence, line)
) STRICT, WITHOUT ROWID;

-- What each fact did to its account: the statement, with running balance, and the way from an account
-- to its usage records.
CREATE TABLE account_entry (
    account_id          INTEGER NOT NULL,
    sequence            INTEGER NOT NULL,
    at_ms               INTEGER NOT NULL,
    kind                INTEGER NOT NULL,
    amount_nanos        INTEGER NOT NULL,
    balance_after_nanos INTEGER NOT NULL,
    reference           BLOB,  -- request id or operation id
    PRIMARY KEY (account_id, sequence)
) STRICT, WITHOUT ROWID;

-- Every request id that ended, for ever: 1 charged, 2 released, 3 expired free of charge,
-- 4 in quarantine.
CREATE TABLE request (
    id       BLOB    PRIMARY KEY,
    sequence INTEGER NOT NULL,
    state    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every operation id that moved credit, for ever, with what it asked and what was answered.
CREATE TABLE operation (
    id            BLOB    PRIMARY KEY,
    sequence      INTEGER NOT NULL,
    content       TEXT    NOT NULL,
    reason        INTEGER NOT NULL,  -- 0: none
    note          TEXT    NOT NULL,
    reference     INTEGER NOT NULL,  -- id of what was made, 0: nothing
    amount_nanos  INTEGER NOT NULL,
    balance_nanos INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Credit kept for usage that could not be priced.
CREATE TABLE quarantine (
    request_id   BLOB    PRIMARY KEY,
    account_id   INTEGER NOT NULL,
    key_id       INTEGER NOT NULL,
    service_id   INTEGER NOT NULL,
    held_nanos   INTEGER NOT NULL,
    sequence     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER transfer_is_immutable BEFORE UPDATE ON transfer
BEGIN
    SELECT RAISE(ABORT, 'a transfer never changes');
END;

CREATE TRIGGER transfer_is_kept BEFORE DELETE ON transfer
BEGIN
    SELECT RAISE(ABORT, 'a transfer is never deleted');
END;

-- A request ends once; only one that expired free of charge can still be charged.
CREATE TRIGGER request_ends_once BEFORE UPDATE ON request
WHEN old.state <> 3
BEGIN
    SELECT RAISE(ABORT, 'a request ends once');
END;
