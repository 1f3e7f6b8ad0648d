-- What was used. Written by the fold, like the ledger.

CREATE TABLE usage_record (
    sequence            BIGINT PRIMARY KEY,
    request_id          BYTEA NOT NULL,
    account_id          BIGINT NOT NULL,
    key_id              BIGINT NOT NULL,
    service_id          BIGINT NOT NULL,
    subject             TEXT COLLATE "C" NOT NULL,
    tags                TEXT COLLATE "C" NOT NULL,  -- "key=value" with line feeds between
    outcome             BIGINT NOT NULL,
    tier                BIGINT NOT NULL,
    units               TEXT COLLATE "C" NOT NULL,  -- "unit=count unit=count"
    price_book_id       BIGINT NOT NULL,
    lines               TEXT COLLATE "C" NOT NULL,  -- "unit:count@nanos/per unit:count@nanos/per"
    price_nanos         BIGINT NOT NULL,
    fee_nanos           BIGINT NOT NULL,
    charge_nanos        BIGINT NOT NULL,
    held_nanos          BIGINT NOT NULL,
    overrun_nanos       BIGINT NOT NULL,
    authorized_at_ms    BIGINT NOT NULL,
    settled_at_ms       BIGINT NOT NULL,
    queue_ms            BIGINT NOT NULL,  -- -1: not known
    compute_ms          BIGINT NOT NULL,  -- -1: not known
    upstream_cost_nanos BIGINT NOT NULL,  -- -1: not known
    proxy               TEXT COLLATE "C" NOT NULL,
    unrated_reason      TEXT COLLATE "C" NOT NULL  -- empty: rated
);

-- What became of unrated usage: rated later, or written off (no lines, no charge).
CREATE TABLE usage_rating (
    request_id    BYTEA PRIMARY KEY,
    sequence      BIGINT NOT NULL,
    at_ms         BIGINT NOT NULL,
    written_off   BOOLEAN NOT NULL,
    units         TEXT COLLATE "C" NOT NULL,
    price_book_id BIGINT NOT NULL,
    lines         TEXT COLLATE "C" NOT NULL,
    price_nanos   BIGINT NOT NULL,
    fee_nanos     BIGINT NOT NULL,
    charge_nanos  BIGINT NOT NULL,
    overrun_nanos BIGINT NOT NULL
);

CREATE INDEX usage_rating_by_sequence ON usage_rating (sequence);

CREATE TABLE usage_refund (
    request_id   BYTEA NOT NULL,
    sequence     BIGINT NOT NULL,
    at_ms        BIGINT NOT NULL,
    amount_nanos BIGINT NOT NULL,
    PRIMARY KEY (request_id, sequence)
);

CREATE INDEX usage_refund_by_sequence ON usage_refund (sequence);

-- Sums by minute (1), hour (2) and day (3) of UTC. The commonest units stand in the row, the others in
-- rollup_unit.
CREATE TABLE rollup (
    granularity         BIGINT NOT NULL,
    bucket_at_ms        BIGINT NOT NULL,
    account_id          BIGINT NOT NULL,
    key_id              BIGINT NOT NULL,
    service_id          BIGINT NOT NULL,
    subject             TEXT COLLATE "C" NOT NULL,
    calls               BIGINT NOT NULL,
    failed_calls        BIGINT NOT NULL,
    unrated_calls       BIGINT NOT NULL,
    input_tokens        BIGINT NOT NULL,
    cached_input_tokens BIGINT NOT NULL,
    output_tokens       BIGINT NOT NULL,
    price_nanos         BIGINT NOT NULL,
    fee_nanos           BIGINT NOT NULL,
    charge_nanos        BIGINT NOT NULL,
    overrun_nanos       BIGINT NOT NULL,
    refunded_nanos      BIGINT NOT NULL,
    implicit_requests   BIGINT NOT NULL,  -- calls that count as one request without saying so
    PRIMARY KEY (granularity, bucket_at_ms, account_id, key_id, service_id, subject)
);

CREATE INDEX rollup_by_account ON rollup (account_id, granularity, bucket_at_ms);

CREATE TABLE rollup_unit (
    granularity  BIGINT NOT NULL,
    bucket_at_ms BIGINT NOT NULL,
    account_id   BIGINT NOT NULL,
    key_id       BIGINT NOT NULL,
    service_id   BIGINT NOT NULL,
    subject      TEXT COLLATE "C" NOT NULL,
    unit         BIGINT NOT NULL,
    count        BIGINT NOT NULL,
    PRIMARY KEY (granularity, bucket_at_ms, account_id, key_id, service_id, subject, unit)
);

CREATE TRIGGER usage_record_is_immutable BEFORE UPDATE ON usage_record
FOR EACH ROW EXECUTE FUNCTION refuse('a usage record never changes');
