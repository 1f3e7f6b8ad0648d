-- What administrators define: services, plans, accounts, API keys.
-- Ids are positive longs; 0 in a reference means "none" or "all", as each comment says. Instants are
-- milliseconds since 1970, 0 means never.

CREATE TABLE service (
    id                     BIGINT PRIMARY KEY,
    version                BIGINT NOT NULL,
    name                   TEXT COLLATE "C" NOT NULL UNIQUE,
    category               BIGINT NOT NULL,
    disabled               BOOLEAN NOT NULL,
    vanished_policy        BIGINT NOT NULL,
    hold_ttl_ms            BIGINT NOT NULL,
    default_output_tokens  BIGINT NOT NULL,
    meter_slice_tokens     BIGINT NOT NULL,
    unpriced_ceiling_nanos BIGINT NOT NULL,
    created_at_ms          BIGINT NOT NULL
);

CREATE TABLE plan (
    id            BIGINT PRIMARY KEY,
    version       BIGINT NOT NULL,
    name          TEXT COLLATE "C" NOT NULL UNIQUE,
    created_at_ms BIGINT NOT NULL
);

-- Limits of a plan (owner_id: plan.id) or of a key alone (owner_id: api_key.id).
-- service_id 0: every service without a row of its own. NULL: that limit does not exist.
CREATE TABLE service_limit (
    owner_id            BIGINT NOT NULL,
    service_id          BIGINT NOT NULL,
    requests_per_minute BIGINT,
    tokens_per_minute   BIGINT,
    concurrent_calls    BIGINT,
    shadow              BOOLEAN NOT NULL,
    PRIMARY KEY (owner_id, service_id)
);

CREATE TABLE account (
    id                    BIGINT PRIMARY KEY,
    version               BIGINT NOT NULL,
    name                  TEXT COLLATE "C" NOT NULL,
    name_lower            TEXT COLLATE "C" NOT NULL,
    overdraft_limit_nanos BIGINT NOT NULL,
    suspended             BOOLEAN NOT NULL,
    suspended_reason      TEXT COLLATE "C" NOT NULL,
    created_at_ms         BIGINT NOT NULL
);

CREATE INDEX account_by_name ON account (name_lower, id);

CREATE TABLE api_key (
    id                 BIGINT PRIMARY KEY,
    account_id         BIGINT NOT NULL REFERENCES account (id),
    version            BIGINT NOT NULL,
    name               TEXT COLLATE "C" NOT NULL,
    plan_id            BIGINT NOT NULL,  -- 0: none
    all_services       BOOLEAN NOT NULL,
    expires_at_ms      BIGINT NOT NULL,
    credit_limit_nanos BIGINT,  -- NULL: none
    credit_period      BIGINT NOT NULL,  -- 0: no limit
    digest             BYTEA NOT NULL UNIQUE,
    hint               TEXT COLLATE "C" NOT NULL,
    created_at_ms      BIGINT NOT NULL,
    revoked_at_ms      BIGINT NOT NULL,
    revoked_reason     TEXT COLLATE "C" NOT NULL,
    last_used_at_ms    BIGINT NOT NULL
);

CREATE INDEX api_key_by_account ON api_key (account_id, id);

CREATE TABLE api_key_service (
    key_id     BIGINT NOT NULL REFERENCES api_key (id),
    service_id BIGINT NOT NULL REFERENCES service (id),
    PRIMARY KEY (key_id, service_id)
);

-- What is true of the whole installation and never changes.
CREATE TABLE installation (
    id       BIGINT PRIMARY KEY CHECK (id = 1),
    currency TEXT COLLATE "C" NOT NULL  -- ISO 4217; every amount is in it
);

-- Only PostgreSQL has what follows: one service may write, whatever still runs elsewhere. Whoever takes the
-- database over counts the epoch up; every writing transaction locks the row and looks whether the epoch
-- is still its own.
CREATE TABLE store_owner (
    id    BIGINT PRIMARY KEY CHECK (id = 1),
    epoch BIGINT NOT NULL
);

INSERT INTO store_owner (id, epoch) VALUES (1, 0);

-- The number of the last transaction that was written on the service's write connection: it tells whether
-- one was committed whose connection broke.
CREATE TABLE store_write (
    id     BIGINT PRIMARY KEY CHECK (id = 1),
    number BIGINT NOT NULL
);

INSERT INTO store_write (id, number) VALUES (1, 0);

-- For triggers: what may never happen.
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0];
END;
$$;
