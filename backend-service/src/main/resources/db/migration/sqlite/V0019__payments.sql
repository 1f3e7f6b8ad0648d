-- Money in: orders for credit, their checkouts at providers, payments with what was moved for them, what providers
-- told, and receipts.

CREATE TABLE topup_order (
    id            INTEGER PRIMARY KEY,
    account_id    INTEGER NOT NULL REFERENCES account (id),
    amount_nanos  INTEGER NOT NULL,  -- of credit; 0: not chosen yet
    fee_nanos     INTEGER NOT NULL,
    currency      TEXT    NOT NULL,
    note          TEXT    NOT NULL,
    state         INTEGER NOT NULL,
    why           TEXT    NOT NULL,
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    changed_at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX topup_order_account ON topup_order (account_id, id);
CREATE INDEX topup_order_open ON topup_order (expires_at_ms) WHERE state = 1;

CREATE TABLE payment_checkout (
    order_id      INTEGER NOT NULL REFERENCES topup_order (id),
    provider      TEXT    NOT NULL,
    reference     TEXT    NOT NULL,  -- the provider's; empty while its answer is not known
    page          TEXT    NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    opened_at_ms  INTEGER NOT NULL,
    asked         INTEGER NOT NULL,  -- how often the provider was asked how it stands
    next_ask_ms   INTEGER NOT NULL,  -- 0: never again
    PRIMARY KEY (order_id, provider)
) STRICT;

CREATE INDEX payment_checkout_ask ON payment_checkout (next_ask_ms) WHERE next_ask_ms > 0;

-- credited_nanos is the sum of its moves.
CREATE TABLE payment (
    id             INTEGER PRIMARY KEY,
    order_id       INTEGER NOT NULL REFERENCES topup_order (id),
    account_id     INTEGER NOT NULL REFERENCES account (id),
    provider       TEXT    NOT NULL,
    reference      TEXT    NOT NULL,
    checkout       TEXT    NOT NULL,
    arrived_nanos  INTEGER NOT NULL,
    refunded_nanos INTEGER NOT NULL,
    disputed_nanos INTEGER NOT NULL,
    credited_nanos INTEGER NOT NULL,
    steps          INTEGER NOT NULL,
    receipt        TEXT    NOT NULL,
    created_at_ms  INTEGER NOT NULL,
    changed_at_ms  INTEGER NOT NULL,
    UNIQUE (provider, reference)
) STRICT;

CREATE INDEX payment_order ON payment (order_id);
CREATE INDEX payment_account ON payment (account_id, id);

-- One step of a payment's credit: planned with the amounts that make it due, done when the ledger has it.
CREATE TABLE payment_move (
    payment_id    INTEGER NOT NULL REFERENCES payment (id),
    step          INTEGER NOT NULL,
    amount_nanos  INTEGER NOT NULL,
    planned_at_ms INTEGER NOT NULL,
    done_at_ms    INTEGER NOT NULL,  -- 0: not yet
    grant_id      INTEGER NOT NULL,  -- 0: none
    balance_nanos INTEGER NOT NULL,  -- the account's after it
    PRIMARY KEY (payment_id, step)
) STRICT;

CREATE INDEX payment_move_planned ON payment_move (payment_id, step) WHERE done_at_ms = 0;

CREATE TABLE payment_dispute (
    payment_id    INTEGER NOT NULL REFERENCES payment (id),
    reference     TEXT    NOT NULL,
    amount_nanos  INTEGER NOT NULL,
    stage         INTEGER NOT NULL,
    reason        TEXT    NOT NULL,
    opened_at_ms  INTEGER NOT NULL,
    changed_at_ms INTEGER NOT NULL,
    PRIMARY KEY (payment_id, reference)
) STRICT;

CREATE TABLE payment_delivery (
    id             INTEGER PRIMARY KEY,
    provider       TEXT    NOT NULL,
    event_id       TEXT    NOT NULL,
    type           TEXT    NOT NULL,
    about          TEXT    NOT NULL,
    body           BLOB    NOT NULL,  -- as it was signed
    received_at_ms INTEGER NOT NULL,
    times          INTEGER NOT NULL,  -- how often it came
    state          INTEGER NOT NULL,
    reason         TEXT    NOT NULL,
    waits_for      TEXT    NOT NULL,  -- the provider's id of the payment that is not known yet
    attempts       INTEGER NOT NULL,
    next_at_ms     INTEGER NOT NULL,  -- 0: not to be handled again
    decided_at_ms  INTEGER NOT NULL,  -- 0: not yet
    order_id       INTEGER NOT NULL,  -- 0: none
    UNIQUE (provider, event_id)
) STRICT;

CREATE INDEX payment_delivery_due ON payment_delivery (next_at_ms) WHERE next_at_ms > 0;
CREATE INDEX payment_delivery_state ON payment_delivery (state, id);
CREATE INDEX payment_delivery_order ON payment_delivery (order_id, id);
CREATE INDEX payment_delivery_waits ON payment_delivery (provider, waits_for) WHERE waits_for <> '';

-- Numbered without a gap in each year.
CREATE TABLE payment_receipt (
    year       INTEGER NOT NULL,
    number     INTEGER NOT NULL,
    payment_id INTEGER NOT NULL UNIQUE REFERENCES payment (id),
    made_at_ms INTEGER NOT NULL,
    PRIMARY KEY (year, number)
) STRICT;
