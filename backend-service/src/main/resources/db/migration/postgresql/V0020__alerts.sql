-- Who is told of notices, and what became of it.

CREATE TABLE alert_contact (
    id            BIGINT PRIMARY KEY,
    account_id    BIGINT NOT NULL,  -- 0: the installation's operators, told of every account
    channel       BIGINT NOT NULL,
    target        TEXT COLLATE "C" NOT NULL,
    kinds         BIGINT NOT NULL,  -- bit 1 << number of each kind that is told
    sealed        TEXT COLLATE "C" NOT NULL,  -- what webhooks are signed with; empty for mail
    created_at_ms BIGINT NOT NULL,
    created_by    BIGINT NOT NULL   -- 0: a local program
);

CREATE INDEX alert_contact_by_account ON alert_contact (account_id, id);

CREATE TABLE alert (
    id             BIGINT PRIMARY KEY,
    contact_id     BIGINT NOT NULL,
    notice_id      BIGINT NOT NULL,  -- 0: a test
    account_id     BIGINT NOT NULL,
    kind           BIGINT NOT NULL,
    key_id         BIGINT NOT NULL,
    detail         TEXT COLLATE "C" NOT NULL,
    at_ms          BIGINT NOT NULL,
    state          BIGINT NOT NULL,
    tries          BIGINT NOT NULL,
    next_try_at_ms BIGINT NOT NULL,
    problem        TEXT COLLATE "C" NOT NULL
);

CREATE UNIQUE INDEX alert_once ON alert (contact_id, notice_id) WHERE notice_id > 0;
CREATE INDEX alert_by_account ON alert (account_id, id);
CREATE INDEX alert_waiting ON alert (contact_id, next_try_at_ms, id) WHERE state = 1;
CREATE INDEX alert_ended ON alert (at_ms) WHERE state > 1;

-- Balances below which an account's owner is told, once until it is above again.
CREATE TABLE low_balance (
    account_id BIGINT NOT NULL REFERENCES account (id),
    nanos      BIGINT NOT NULL,
    is_below   BIGINT NOT NULL,
    PRIMARY KEY (account_id, nanos)
);

-- Notices of no account too (account 0), for operators; and whether alerts were made of them. Those of
-- before have none.
ALTER TABLE account_notice DROP CONSTRAINT account_notice_account_id_fkey;
ALTER TABLE account_notice ADD COLUMN alerted BIGINT NOT NULL DEFAULT 1;
ALTER TABLE account_notice ALTER COLUMN alerted DROP DEFAULT;
CREATE INDEX account_notice_new ON account_notice (id) WHERE alerted = 0;
