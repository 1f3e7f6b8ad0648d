-- Money in: orders for credit, their checkouts at providers, payments with what was moved for them, what providers
-- told, and receipts.

CREATE TABLE topup_order (
    id            BIGINT PRIMARY KEY,
    account_id    BIGINT NOT NULL REFERENCES account (id),
    amount_nanos  BIGINT NOT NULL,  -- of credit; 0: not chosen yet
    fee_nanos     BIGINT NOT NULL,
    currency      TEXT COLLATE "C" NOT NULL,
    note          TEXT COLLATE "C" NOT NULL,
    state         INTEGER NOT NULL,
    why           TEXT COLLATE "C" NOT NULL,
    created_at_ms BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL,
    changed_at_ms BIGINT NOT NULL
);

CREATE INDEX topup_order_account ON topup_order (account_id, id);
CREATE INDEX topup_order_open ON topup_order (expires_at_ms) WHERE state = 1;

CREATE TABLE payment_checkout (
    order_id      BIGINT NOT NULL REFERENCES topup_order (id),
    provider      TEXT COLLATE "C" NOT NULL,
    reference     TEXT COLLATE "C" NOT NULL,  -- the provider's; empty while its answer is not known
    page          TEXT COLLATE "C" NOT NULL,
    expires_at_ms BIGINT NOT NULL,
    opened_at_ms  BIGINT NOT NULL,
    asked         INTEGER NOT NULL,  -- how often the provider was asked how it stands
    next_ask_ms   BIGINT NOT NULL,  -- 0: never again
    PRIMARY KEY (order_id, provider)
);

CREATE INDEX payment_checkout_ask ON payment_checkout (next_ask_ms) WHERE next_ask_ms > 0;

-- credited_nanos is the sum of its moves.
CREATE TABLE payment (
    id             BIGINT PRIMARY KEY,
    order_id       BIGINT NOT NULL REFERENCES topup_order (id),
    account_id     BIGINT NOT NULL REFERENCES account (id),
    provider       TEXT COLLATE "C" NOT NULL,
    reference      TEXT COLLATE "C" NOT NULL,
    checkout       TEXT COLLATE "C" NOT NULL,
    arrived_nanos  BIGINT NOT NULL,
    refunded_nanos BIGINT NOT NULL,
    disputed_nanos BIGINT NOT NULL,
    credited_nanos BIGINT NOT NULL,
    steps          INTEGER NOT NULL,
    receipt        TEXT COLLATE "C" NOT NULL,
    created_at_ms  BIGINT NOT NULL,
    changed_at_ms  BIGINT NOT NULL,
    UNIQUE (provider, reference)
);

CREATE INDEX payment_order ON payment (order_id);
CREATE INDEX payment_account ON payment (account_id, id);

-- One step of a payment's credit: planned with the amounts that make it due, done when the ledger has it.
CREATE TABLE payment_move (
    payment_id    BIGINT NOT NULL REFERENCES payment (id),
    step          INTEGER NOT NULL,
    amount_nanos  BIGINT NOT NULL,
    planned_at_ms BIGINT NOT NULL,
    done_at_ms    BIGINT NOT NULL,  -- 0: not yet
    grant_id      BIGINT NOT NULL,  -- 0: none
    balance_nanos BIGINT NOT NULL,  -- the account's after it
    PRIMARY KEY (payment_id, step)
);

CREATE INDEX payment_move_planned ON payment_move (payment_id, step) WHERE done_at_ms = 0;

CREATE TABLE payment_dispute (
    payment_id    BIGINT NOT NULL REFERENCES payment (id),
    reference     TEXT COLLATE "C" NOT NULL,
    amount_nanos  BIGINT NOT NULL,
    stage         INTEGER NOT NULL,
    reason        TEXT COLLATE "C" NOT NULL,
    opened_at_ms  BIGINT NOT NULL,
    changed_at_ms BIGINT NOT NULL,
    PRIMARY KEY (payment_id, reference)
);

CREATE TABLE payment_delivery (
    id             BIGINT PRIMARY KEY,
    provider       TEXT COLLATE "C" NOT NULL,
    event_id       TEXT COLLATE "C" NOT NULL,
    type           TEXT COLLATE "C" NOT NULL,
    about          TEXT COLLATE "C" NOT NULL,
    body           BYTEA NOT NULL,  -- as it was signed
    received_at_ms BIGINT NOT NULL,
    times          INTEGER NOT NULL,  -- how often it came
    state          INTEGER NOT NULL,
    reason         TEXT COLLATE "C" NOT NULL,
    waits_for      TEXT COLLATE "C" NOT NULL,  -- the provider's id of the payment that is not known yet
    attempts       INTEGER NOT NULL,
    next_at_ms     BIGINT NOT NULL,  -- 0: not to be handled again
    decided_at_ms  BIGINT NOT NULL,  -- 0: not yet
    order_id       BIGINT NOT NULL,  -- 0: none
    UNIQUE (provider, event_id)
);

CREATE INDEX payment_delivery_due ON payment_delivery (next_at_ms) WHERE next_at_ms > 0;
CREATE INDEX payment_delivery_state ON payment_delivery (state, id);
CREATE INDEX payment_delivery_order ON payment_delivery (order_id, id);
CREATE INDEX payment_delivery_waits ON payment_delivery (provider, waits_for) WHERE waits_for <> '';

-- Numbered without a gap in each year.
CREATE TABLE payment_receipt (
    year       INTEGER NOT NULL,
    number     INTEGER NOT NULL,
    payment_id BIGINT NOT NULL UNIQUE REFERENCES payment (id),
    made_at_ms BIGINT NOT NULL,
    PRIMARY KEY (year, number)
);
