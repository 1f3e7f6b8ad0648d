-- Refused calls by hour (2) and day (3) of UTC. Account 0: the key was not recognised, or there were too many
-- accounts to tell apart. Service 0: there is no service of that name.
CREATE TABLE rollup_refusal (
    granularity  BIGINT NOT NULL,
    bucket_at_ms BIGINT NOT NULL,
    account_id   BIGINT NOT NULL,
    service_id   BIGINT NOT NULL,
    reason       BIGINT NOT NULL,
    refused      BIGINT NOT NULL,
    PRIMARY KEY (granularity, bucket_at_ms, account_id, service_id, reason)
);

CREATE INDEX rollup_refusal_by_account ON rollup_refusal (account_id, granularity, bucket_at_ms);
