-- Sums by the value of a tag, for the keys of the setting usage.tag_keys: by hour (2) and day (3) of
-- UTC. Of an account, a key and a day at most 200 values have sums of their own, the others "(other)".

-- Which keys are summed. Records before from_sequence are not in the sums of a key.
CREATE TABLE rollup_tag_key (
    tag_key       TEXT    NOT NULL PRIMARY KEY,
    from_sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE rollup_tag (
    tag_key             TEXT NOT NULL,
    granularity         INTEGER NOT NULL,
    bucket_at_ms        INTEGER NOT NULL,
    account_id          INTEGER NOT NULL,
    tag_value           TEXT NOT NULL,
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
    PRIMARY KEY (tag_key, granularity, bucket_at_ms, account_id, tag_value)
) STRICT, WITHOUT ROWID;

CREATE INDEX rollup_tag_by_account
    ON rollup_tag (account_id, tag_key, granularity, bucket_at_ms);

CREATE TABLE rollup_tag_unit (
    tag_key             TEXT NOT NULL,
    granularity         INTEGER NOT NULL,
    bucket_at_ms        INTEGER NOT NULL,
    account_id          INTEGER NOT NULL,
    tag_value           TEXT NOT NULL,
    unit                INTEGER NOT NULL,
    count               INTEGER NOT NULL,
    PRIMARY KEY (tag_key, granularity, bucket_at_ms, account_id, tag_value, unit)
) STRICT, WITHOUT ROWID;

-- What a large table looks like, for the planner: see V0010.
DELETE FROM sqlite_stat1 WHERE tbl = 'rollup_tag';

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('rollup_tag', 'rollup_tag_by_account', '10000000 3000 1500 700 10'),
    ('rollup_tag', 'rollup_tag', '10000000 5000000 2500000 10000 20 1');

ANALYZE sqlite_schema;
