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
