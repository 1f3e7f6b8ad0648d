-- The ledger: what the journal's facts come to. Every table here is written by the fold, in the same
-- transaction that moves ledger_state.folded_sequence; facts above it are still in the journal.

CREATE TABLE ledger_state (
    id              BIGINT PRIMARY KEY CHECK (id = 1),
    folded_sequence BIGINT NOT NULL,
    last_at_ms      BIGINT NOT NULL
);

INSERT INTO ledger_state (id, folded_sequence, last_at_ms) VALUES (1, 0, 0);

-- Where credit is. A grant is a ledger account of its own (same id), as is each account's overdraft
-- (the account's id); 1 to 99 are the installation's own. The balances of all of them sum to 0.
CREATE TABLE ledger_account (
    id            BIGINT PRIMARY KEY,
    account_id    BIGINT NOT NULL,  -- 0: the installation's own
    balance_nanos BIGINT NOT NULL
);

CREATE INDEX ledger_account_by_account ON ledger_account (account_id);

CREATE TABLE credit_grant (
    id            BIGINT PRIMARY KEY,
    account_id    BIGINT NOT NULL REFERENCES account (id),
    kind          BIGINT NOT NULL,
    granted_nanos BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    sequence      BIGINT NOT NULL,
    note          TEXT COLLATE "C" NOT NULL
);

CREATE INDEX credit_grant_by_account ON credit_grant (account_id, expires_at_ms, sequence);

-- One movement between two ledger accounts; never changed, never deleted.
CREATE TABLE transfer (
    sequence     BIGINT NOT NULL,
    line         BIGINT NOT NULL,
    at_ms        BIGINT NOT NULL,
    kind         BIGINT NOT NULL,
    from_ledger  BIGINT NOT NULL,
    to_ledger    BIGINT NOT NULL,
    amount_nanos BIGINT NOT NULL CHECK (amount_nanos > 0),
    PRIMARY KEY (sequence, line)
);

-- What each fact did to its account: the statement, with running balance, and the way from an account
-- to its usage records.
CREATE TABLE account_entry (
    account_id          BIGINT NOT NULL,
    sequence            BIGINT NOT NULL,
    at_ms               BIGINT NOT NULL,
    kind                BIGINT NOT NULL,
    amount_nanos        BIGINT NOT NULL,
    balance_after_nanos BIGINT NOT NULL,
    reference           BYTEA,  -- request id or operation id
    PRIMARY KEY (account_id, sequence)
);

-- Every request id that ended, for ever: 1 charged, 2 released, 3 expired free of charge,
-- 4 in quarantine.
CREATE TABLE request (
    id       BYTEA PRIMARY KEY,
    sequence BIGINT NOT NULL,
    state    BIGINT NOT NULL
);

-- Every operation id that moved credit, for ever, with what it asked and what was answered.
CREATE TABLE operation (
    id            BYTEA PRIMARY KEY,
    sequence      BIGINT NOT NULL,
    content       TEXT COLLATE "C" NOT NULL,
    reason        BIGINT NOT NULL,  -- 0: none
    note          TEXT COLLATE "C" NOT NULL,
    reference     BIGINT NOT NULL,  -- id of what was made, 0: nothing
    amount_nanos  BIGINT NOT NULL,
    balance_nanos BIGINT NOT NULL
);

-- Credit kept for usage that could not be priced.
CREATE TABLE quarantine (
    request_id   BYTEA PRIMARY KEY,
    account_id   BIGINT NOT NULL,
    key_id       BIGINT NOT NULL,
    service_id   BIGINT NOT NULL,
    held_nanos   BIGINT NOT NULL,
    sequence     BIGINT NOT NULL
);

CREATE TRIGGER transfer_is_immutable BEFORE UPDATE ON transfer
FOR EACH ROW EXECUTE FUNCTION refuse('a transfer never changes');

CREATE TRIGGER transfer_is_kept BEFORE DELETE ON transfer
FOR EACH ROW EXECUTE FUNCTION refuse('a transfer is never deleted');

-- A request ends once; only one that expired free of charge can still be charged.
CREATE TRIGGER request_ends_once BEFORE UPDATE ON request
FOR EACH ROW WHEN (old.state <> 3) EXECUTE FUNCTION refuse('a request ends once');

-- The journal: one row a group of facts, ahead of the tables above. Rows are deleted once their facts are in
-- those tables and holds that are still open were noted again.
CREATE TABLE journal_frame (
    sequence BIGINT PRIMARY KEY,  -- of the first fact
    facts    BIGINT NOT NULL CHECK (facts > 0),
    checksum BIGINT NOT NULL,  -- CRC-32C of sequence, number of facts and payload
    payload  BYTEA NOT NULL
);

-- Payloads are read once, if ever: compressing them only costs time.
ALTER TABLE journal_frame ALTER COLUMN payload SET STORAGE EXTERNAL;
