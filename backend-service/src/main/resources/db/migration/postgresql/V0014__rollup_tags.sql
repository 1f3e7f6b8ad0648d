-- Sums by the value of a tag, for the keys of the setting usage.tag_keys: by hour (2) and day (3) of
-- UTC. Of an account, a key and a day at most 200 values have sums of their own, the others "(other)".

-- Which keys are summed. Records before from_sequence are not in the sums of a key.
CREATE TABLE rollup_tag_key (
    tag_key       TEXT COLLATE "C" PRIMARY KEY,
    from_sequence BIGINT NOT NULL
);

CREATE TABLE rollup_tag (
    tag_key             TEXT COLLATE "C" NOT NULL,
    granularity         BIGINT NOT NULL,
    bucket_at_ms        BIGINT NOT NULL,
    account_id          BIGINT NOT NULL,
    tag_value           TEXT COLLATE "C" NOT NULL,
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
    PRIMARY KEY (tag_key, granularity, bucket_at_ms, account_id, tag_value)
);

CREATE INDEX rollup_tag_by_account
    ON rollup_tag (account_id, tag_key, granularity, bucket_at_ms);

CREATE TABLE rollup_tag_unit (
    tag_key             TEXT COLLATE "C" NOT NULL,
    granularity         BIGINT NOT NULL,
    bucket_at_ms        BIGINT NOT NULL,
    account_id          BIGINT NOT NULL,
    tag_value           TEXT COLLATE "C" NOT NULL,
    unit                BIGINT NOT NULL,
    count               BIGINT NOT NULL,
    PRIMARY KEY (tag_key, granularity, bucket_at_ms, account_id, tag_value, unit)
);
