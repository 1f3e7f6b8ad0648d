-- Redemption codes: batches, and of each code a digest, who used it, and the credit that follows.

CREATE TABLE code_batch (
    id                  BIGINT PRIMARY KEY,
    operation           TEXT COLLATE "C" NOT NULL UNIQUE,  -- the caller's id of its making
    campaign            TEXT COLLATE "C" NOT NULL,
    codes               INTEGER NOT NULL,
    amount_nanos        BIGINT NOT NULL,  -- of each
    credit_expires_ms   BIGINT NOT NULL,  -- 0: so many days after it was redeemed
    credit_expires_days INTEGER NOT NULL,
    redeem_until_ms     BIGINT NOT NULL,
    once_per_account    INTEGER NOT NULL,
    created_at_ms       BIGINT NOT NULL,
    exported_at_ms      BIGINT NOT NULL,  -- 0: not yet, and no code is there
    voided_at_ms        BIGINT NOT NULL   -- 0: not
);

CREATE TABLE redemption_code (
    batch_id      BIGINT NOT NULL REFERENCES code_batch (id),
    number        INTEGER NOT NULL,  -- in its batch, from 1
    digest        BYTEA NOT NULL UNIQUE,
    hint          TEXT COLLATE "C" NOT NULL,
    state         INTEGER NOT NULL,
    account_id    BIGINT NOT NULL,  -- 0: none
    used_at_ms    BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL,  -- of its credit
    done_at_ms    BIGINT NOT NULL,  -- 0: not in the ledger
    grant_id      BIGINT NOT NULL,
    PRIMARY KEY (batch_id, number)
);

CREATE INDEX redemption_code_account ON redemption_code (account_id, batch_id) WHERE account_id <> 0;
CREATE INDEX redemption_code_unfinished ON redemption_code (used_at_ms)
    WHERE account_id <> 0 AND done_at_ms = 0;
