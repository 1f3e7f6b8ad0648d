-- Keys whose secret was replaced, that are only for some networks, that say who made them; notices to
-- the owners of accounts.

-- "network network"; empty: all
ALTER TABLE api_key ADD COLUMN networks TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE api_key ADD COLUMN made_by BIGINT NOT NULL DEFAULT 0;  -- operator; 0: the installation
ALTER TABLE api_key ADD COLUMN shown_to BIGINT NOT NULL DEFAULT 0;  -- the secret; operator, or 0

CREATE INDEX api_key_by_shown_to ON api_key (shown_to) WHERE shown_to > 0;

-- Secrets that were replaced: they work until until_ms, and are refused by name from then on.
CREATE TABLE api_key_old_secret (
    digest   BYTEA NOT NULL PRIMARY KEY,
    key_id   BIGINT NOT NULL REFERENCES api_key (id),
    hint     TEXT COLLATE "C" NOT NULL,
    shown_to BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    age      BIGINT NOT NULL  -- 1: the one before the present one
);

CREATE INDEX api_key_old_secret_by_key ON api_key_old_secret (key_id, age);
CREATE INDEX api_key_old_secret_by_shown_to ON api_key_old_secret (shown_to) WHERE shown_to > 0;

ALTER TABLE proxy_credential ADD COLUMN client_address_ignored BOOLEAN NOT NULL DEFAULT FALSE;

CREATE TABLE account_notice (
    id         BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    at_ms      BIGINT NOT NULL,
    kind       BIGINT NOT NULL,
    key_id     BIGINT NOT NULL,
    reported   TEXT COLLATE "C" NOT NULL
);

CREATE INDEX account_notice_by_account ON account_notice (account_id, id);
