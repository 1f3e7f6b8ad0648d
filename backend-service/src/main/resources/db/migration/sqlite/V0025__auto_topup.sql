-- Cards on file and what is charged to them by itself when an account's credit runs low.

-- 1: a page at the provider; 2: one that saves the card too; 3: no page, a saved card is charged.
ALTER TABLE payment_checkout ADD COLUMN kind INTEGER NOT NULL DEFAULT 1;

-- The customer agreed, on the order's page, that the card is saved and charged again.
CREATE TABLE card_consent (
    order_id        INTEGER PRIMARY KEY REFERENCES topup_order (id),
    account_id      INTEGER NOT NULL REFERENCES account (id),
    provider        TEXT    NOT NULL,
    consented_at_ms INTEGER NOT NULL,
    state           INTEGER NOT NULL,  -- 1: the card is not known yet; 2: it is; 3: there is none
    asked           INTEGER NOT NULL,
    next_ask_ms     INTEGER NOT NULL
) STRICT;

CREATE INDEX card_consent_waiting ON card_consent (next_ask_ms) WHERE state = 1;

-- Never the card's number: what the provider needs to charge it again, and what people know it by.
CREATE TABLE saved_card (
    id              INTEGER PRIMARY KEY,
    account_id      INTEGER NOT NULL REFERENCES account (id),
    provider        TEXT    NOT NULL,
    customer        TEXT    NOT NULL,  -- the provider's id of its owner
    method          TEXT    NOT NULL,  -- the provider's id of it
    brand           TEXT    NOT NULL,
    last4           TEXT    NOT NULL,
    expiry          TEXT    NOT NULL,  -- as 2031-08
    order_id        INTEGER NOT NULL UNIQUE REFERENCES card_consent (order_id),
    saved_at_ms     INTEGER NOT NULL,
    removed_at_ms   INTEGER NOT NULL,  -- 0: not
    forgotten_at_ms INTEGER NOT NULL   -- by the provider; 0: not
) STRICT;

CREATE INDEX saved_card_account ON saved_card (account_id, id);
CREATE INDEX saved_card_removed ON saved_card (id) WHERE removed_at_ms > 0 AND forgotten_at_ms = 0;

CREATE TABLE auto_topup (
    account_id        INTEGER PRIMARY KEY REFERENCES account (id),
    version           INTEGER NOT NULL,
    state             INTEGER NOT NULL,
    reason            TEXT    NOT NULL,  -- why it was disarmed
    threshold_nanos   INTEGER NOT NULL,
    amount_nanos      INTEGER NOT NULL,
    daily_cap_nanos   INTEGER NOT NULL,
    monthly_cap_nanos INTEGER NOT NULL,
    failures          INTEGER NOT NULL,  -- one after another until now
    next_try_ms       INTEGER NOT NULL,
    changed_at_ms     INTEGER NOT NULL
) STRICT;

CREATE INDEX auto_topup_armed ON auto_topup (account_id) WHERE state = 1;

-- A charge, written before the provider is asked for it. Its order is asked for once for ever.
CREATE TABLE auto_attempt (
    id            INTEGER PRIMARY KEY,
    account_id    INTEGER NOT NULL REFERENCES account (id),
    order_id      INTEGER NOT NULL UNIQUE REFERENCES topup_order (id),
    card_id       INTEGER NOT NULL REFERENCES saved_card (id),
    total_nanos   INTEGER NOT NULL,
    outcome       INTEGER NOT NULL,  -- 1: not known yet
    code          TEXT    NOT NULL,  -- why it was declined
    asked         INTEGER NOT NULL,
    next_ask_ms   INTEGER NOT NULL,
    started_at_ms INTEGER NOT NULL,
    ended_at_ms   INTEGER NOT NULL   -- 0: not yet
) STRICT;

-- One at a time.
CREATE UNIQUE INDEX auto_attempt_open ON auto_attempt (account_id) WHERE ended_at_ms = 0;
CREATE INDEX auto_attempt_due ON auto_attempt (next_ask_ms) WHERE ended_at_ms = 0;
CREATE INDEX auto_attempt_account ON auto_attempt (account_id, started_at_ms);
