-- Sums of all accounts together, by service: a month of the whole installation is a few hundred rows
-- however many accounts there are.

CREATE TABLE rollup_total (
    granularity         BIGINT NOT NULL,
    bucket_at_ms        BIGINT NOT NULL,
    service_id          BIGINT NOT NULL,
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
    implicit_requests   BIGINT NOT NULL,
    PRIMARY KEY (granularity, bucket_at_ms, service_id)
);

CREATE TABLE rollup_total_unit (
    granularity  BIGINT NOT NULL,
    bucket_at_ms BIGINT NOT NULL,
    service_id   BIGINT NOT NULL,
    unit         BIGINT NOT NULL,
    count        BIGINT NOT NULL,
    PRIMARY KEY (granularity, bucket_at_ms, service_id, unit)
);

INSERT INTO rollup_total
SELECT granularity, bucket_at_ms, service_id, sum(calls), sum(failed_calls), sum(unrated_calls),
    sum(input_tokens), sum(cached_input_tokens), sum(output_tokens), sum(price_nanos), sum(fee_nanos),
    sum(charge_nanos), sum(overrun_nanos), sum(refunded_nanos), sum(implicit_requests)
FROM rollup GROUP BY granularity, bucket_at_ms, service_id;

INSERT INTO rollup_total_unit
SELECT granularity, bucket_at_ms, service_id, unit, sum(count)
FROM rollup_unit GROUP BY granularity, bucket_at_ms, service_id, unit;
