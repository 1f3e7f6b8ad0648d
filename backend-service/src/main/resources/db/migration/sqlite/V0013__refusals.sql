-- Refused calls by hour (2) and day (3) of UTC. Account 0: the key was not recognised, or there were too many
-- accounts to tell apart. Service 0: there is no service of that name.
CREATE TABLE rollup_refusal (
    granularity  INTEGER NOT NULL,
    bucket_at_ms INTEGER NOT NULL,
    account_id   INTEGER NOT NULL,
    service_id   INTEGER NOT NULL,
    reason       INTEGER NOT NULL,
    refused      INTEGER NOT NULL,
    PRIMARY KEY (granularity, bucket_at_ms, account_id, service_id, reason)
) STRICT, WITHOUT ROWID;

CREATE INDEX rollup_refusal_by_account ON rollup_refusal (account_id, granularity, bucket_at_ms);

-- What a large table looks like, so that the planner reads one account's sums by their index from the
-- beginning: without this it reads everybody's of that time.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('rollup_refusal', 'rollup_refusal_by_account', '10000000 3000 1000 1'),
    ('rollup_refusal', 'rollup_refusal', '10000000 5000000 1000 2 1 1');

ANALYZE sqlite_schema;
