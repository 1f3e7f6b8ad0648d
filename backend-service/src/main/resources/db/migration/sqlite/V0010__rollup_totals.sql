-- Sums of all accounts together, by service: a month of the whole installation is a few hundred rows
-- however many accounts there are.

CREATE TABLE rollup_total (
    granularity         INTEGER NOT NULL,
    bucket_at_ms        INTEGER NOT NULL,
    service_id          INTEGER NOT NULL,
    calls               INTEGER NOT NULL,
    failed_calls        INTEGER NOT NULL,
    unrated_calls       INTEGER NOT NULL,
    input_tokens        INTEGER NOT NULL,
    cached_input_tokens INTEGER NOT NULL,
    output_tokens       INTEGER NOT NULL,
    price_nanos         INTEGER NOT NULL,
    fee_nanos           INTEGER NOT NULL,
    charge_nanos        INTEGER NOT NULL,
    overrun_nanos       INTEGER NOT NULL,
    refunded_nanos      INTEGER NOT NULL,
    implicit_requests   INTEGER NOT NULL,
    PRIMARY KEY (granularity, bucket_at_ms, service_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE rollup_total_unit (
    granularity  INTEGER NOT NULL,
    bucket_at_ms INTEGER NOT NULL,
    service_id   INTEGER NOT NULL,
    unit         INTEGER NOT NULL,
    count        INTEGER NOT NULL,
    PRIMARY KEY (granularity, bucket_at_ms, service_id, unit)
) STRICT, WITHOUT ROWID;

INSERT INTO rollup_total
SELECT granularity, bucket_at_ms, service_id, sum(calls), sum(failed_calls), sum(unrated_calls),
    sum(input_tokens), sum(cached_input_tokens), sum(output_tokens), sum(price_nanos), sum(fee_nanos),
    sum(charge_nanos), sum(overrun_nanos), sum(refunded_nanos), sum(implicit_requests)
FROM rollup GROUP BY granularity, bucket_at_ms, service_id;

INSERT INTO rollup_total_unit
SELECT granularity, bucket_at_ms, service_id, unit, sum(count)
FROM rollup_unit GROUP BY granularity, bucket_at_ms, service_id, unit;

-- What a large table looks like, so that the planner reads one account's sums by their index from the
-- beginning: without this it reads everybody's of that time.
ANALYZE ledger_state;

DELETE FROM sqlite_stat1 WHERE tbl = 'rollup';

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('rollup', 'rollup_by_account', '10000000 3000 1000 1'),
    ('rollup', 'rollup', '10000000 3333333 10000 2 1 1 1');

ANALYZE sqlite_schema;
