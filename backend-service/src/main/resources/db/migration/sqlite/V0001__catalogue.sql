-- What administrators define: services, plans, accounts, API keys.
-- Ids are positive longs; 0 in a reference means "none" or "all", as each comment says. Instants are
-- milliseconds since 1970, 0 means never.

CREATE TABLE service (
    id                     INTEGER PRIMARY KEY,
    version                INTEGER NOT NULL,
    name                   TEXT    NOT NULL UNIQUE,
    category               INTEGER NOT NULL,
    disabled               INTEGER NOT NULL,
    vanished_policy        INTEGER NOT NULL,
    hold_ttl_ms            INTEGER NOT NULL,
    default_output_tokens  INTEGER NOT NULL,
    meter_slice_tokens     INTEGER NOT NULL,
    unpriced_ceiling_nanos INTEGER NOT NULL,
    created_at_ms          INTEGER NOT NULL
) STRICT;

CREATE TABLE plan (
    id            INTEGER PRIMARY KEY,
    version       INTEGER NOT NULL,
    name          TEXT    NOT NULL UNIQUE,
    created_at_ms INTEGER NOT NULL
) STRICT;

-- Limits of a plan (owner_id: plan.id) or of a key alone (owner_id: api_key.id).
-- service_id 0: every service without a row of its own. NULL: that limit does not exist.
CREATE TABLE service_limit (
    owner_id            INTEGER NOT NULL,
    service_id          INTEGER NOT NULL,
    requests_per_minute INTEGER,
    tokens_per_minute   INTEGER,
    concurrent_calls    INTEGER,
    shadow              INTEGER NOT NULL,
    PRIMARY KEY (owner_id, service_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
    id                    INTEGER PRIMARY KEY,
    version               INTEGER NOT NULL,
    name                  TEXT    NOT NULL,
    name_lower            TEXT    NOT NULL,
    overdraft_limit_nanos INTEGER NOT NULL,
    suspended             INTEGER NOT NULL,
    suspended_reason      TEXT    NOT NULL,
    created_at_ms         INTEGER NOT NULL
) STRICT;

CREATE INDEX account_by_name ON account (name_lower, id);

CREATE TABLE api_key (
    id                 INTEGER PRIMARY KEY,
    account_id         INTEGER NOT NULL REFERENCES account (id),
    version            INTEGER NOT NULL,
    name               TEXT    NOT NULL,
    plan_id            INTEGER NOT NULL,  -- 0: none
    all_services       INTEGER NOT NULL,
    expires_at_ms      INTEGER NOT NULL,
    credit_limit_nanos INTEGER,           -- NULL: none
    credit_period      INTEGER NOT NULL,  -- 0: no limit
    digest             BLOB    NOT NULL UNIQUE,
    hint               TEXT    NOT NULL,
    created_at_ms      INTEGER NOT NULL,
    revoked_at_ms      INTEGER NOT NULL,
    revoked_reason     TEXT    NOT NULL,
    last_used_at_ms    INTEGER NOT NULL
) STRICT;

CREATE INDEX api_key_by_account ON api_key (account_id, id);

CREATE TABLE api_key_service (
    key_id     INTEGER NOT NULL REFERENCES api_key (id),
    service_id INTEGER NOT NULL REFERENCES service (id),
    PRIMARY KEY (key_id, service_id)
) STRICT, WITHOUT ROWID;

-- What is true of the whole installation and never changes.
CREATE TABLE installation (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    currency TEXT    NOT NULL  -- ISO 4217; every amount is in it
) STRICT;
