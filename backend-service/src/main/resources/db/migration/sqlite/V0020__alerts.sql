-- Who is told of notices, and what became of it.

CREATE TABLE alert_contact (
    id            INTEGER PRIMARY KEY,
    account_id    INTEGER NOT NULL,  -- 0: the installation's operators, told of every account
    channel       INTEGER NOT NULL,
    target        TEXT    NOT NULL,
    kinds         INTEGER NOT NULL,  -- bit 1 << number of each kind that is told
    sealed        TEXT    NOT NULL,  -- what webhooks are signed with; empty for mail
    created_at_ms INTEGER NOT NULL,
    created_by    INTEGER NOT NULL   -- 0: a local program
) STRICT;

CREATE INDEX alert_contact_by_account ON alert_contact (account_id, id);

CREATE TABLE alert (
    id             INTEGER PRIMARY KEY,
    contact_id     INTEGER NOT NULL,
    notice_id      INTEGER NOT NULL,  -- 0: a test
    account_id     INTEGER NOT NULL,
    kind           INTEGER NOT NULL,
    key_id         INTEGER NOT NULL,
    detail         TEXT    NOT NULL,
    at_ms          INTEGER NOT NULL,
    state          INTEGER NOT NULL,
    tries          INTEGER NOT NULL,
    next_try_at_ms INTEGER NOT NULL,
    problem        TEXT    NOT NULL
) STRICT;

CREATE UNIQUE INDEX alert_once ON alert (contact_id, notice_id) WHERE notice_id > 0;
CREATE INDEX alert_by_account ON alert (account_id, id);
CREATE INDEX alert_waiting ON alert (contact_id, next_try_at_ms, id) WHERE state = 1;
CREATE INDEX alert_ended ON alert (at_ms) WHERE state > 1;

-- Balances below which an account's owner is told, once until it is above again.
CREATE TABLE low_balance (
    account_id INTEGER NOT NULL REFERENCES account (id),
    nanos      INTEGER NOT NULL,
    is_below   INTEGER NOT NULL,
    PRIMARY KEY (account_id, nanos)
) STRICT, WITHOUT ROWID;

-- Notices of no account too (account 0), for operators; and whether alerts were made of them. Those of
-- before have none.
CREATE TABLE account_notice_2 (
    id         INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL,
    at_ms      INTEGER NOT NULL,
    kind       INTEGER NOT NULL,
    key_id     INTEGER NOT NULL,
    reported   TEXT    NOT NULL,
    alerted    INTEGER NOT NULL
) STRICT;

INSERT INTO account_notice_2 SELECT id, account_id, at_ms, kind, key_id, reported, 1 FROM account_notice;
DROP TABLE account_notice;
ALTER TABLE account_notice_2 RENAME TO account_notice;
CREATE INDEX account_notice_by_account ON account_notice (account_id, id);
CREATE INDEX account_notice_new ON account_notice (id) WHERE alerted = 0;
