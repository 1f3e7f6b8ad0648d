-- Reports of what providers, orders and the ledger say differently.

CREATE TABLE reconciliation (
    id            BIGINT PRIMARY KEY,
    day           BIGINT NOT NULL,  -- days since 1970
    from_ms       BIGINT NOT NULL,
    to_ms         BIGINT NOT NULL,
    state         BIGINT NOT NULL,
    why           TEXT COLLATE "C" NOT NULL,
    automatic     BIGINT NOT NULL,  -- 1: it was due by itself
    attempt       BIGINT NOT NULL,
    asked_at_ms   BIGINT NOT NULL,
    started_at_ms BIGINT NOT NULL,  -- 0: not yet
    ended_at_ms   BIGINT NOT NULL,  -- 0: not yet
    payments      BIGINT NOT NULL,
    differences   BIGINT NOT NULL
);

CREATE INDEX reconciliation_day ON reconciliation (day, id);
CREATE INDEX reconciliation_open ON reconciliation (id) WHERE state <= 2;

CREATE TABLE reconciliation_total (
    reconciliation_id    BIGINT NOT NULL REFERENCES reconciliation (id),
    provider             TEXT COLLATE "C" NOT NULL,
    currency             TEXT COLLATE "C" NOT NULL,
    payments             BIGINT NOT NULL,
    there_arrived_nanos  BIGINT NOT NULL,
    there_refunded_nanos BIGINT NOT NULL,
    there_disputed_nanos BIGINT NOT NULL,
    here_arrived_nanos   BIGINT NOT NULL,
    here_refunded_nanos  BIGINT NOT NULL,
    here_disputed_nanos  BIGINT NOT NULL,
    due_nanos            BIGINT NOT NULL,
    credited_nanos       BIGINT NOT NULL,
    ledger_nanos         BIGINT NOT NULL,
    PRIMARY KEY (reconciliation_id, provider, currency)
);

CREATE TABLE reconciliation_difference (
    reconciliation_id BIGINT NOT NULL REFERENCES reconciliation (id),
    number            BIGINT NOT NULL,
    kind              BIGINT NOT NULL,
    provider          TEXT COLLATE "C" NOT NULL,
    reference         TEXT COLLATE "C" NOT NULL,
    payment_id        BIGINT NOT NULL,  -- 0: none
    order_id          BIGINT NOT NULL,  -- 0: none
    account_id        BIGINT NOT NULL,  -- 0: none
    currency          TEXT COLLATE "C" NOT NULL,
    expected_nanos    BIGINT NOT NULL,
    found_nanos       BIGINT NOT NULL,
    detail            TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (reconciliation_id, number)
);

CREATE INDEX payment_changed ON payment (provider, changed_at_ms);
