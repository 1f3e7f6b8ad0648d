-- Accounts' own keys for providers of models. A key is sealed for its account and provider: in another row it
-- cannot be opened.

CREATE TABLE upstream_key (
    id              BIGINT PRIMARY KEY,
    account_id      BIGINT NOT NULL REFERENCES account (id),
    provider        TEXT COLLATE "C" NOT NULL,
    sealed          TEXT COLLATE "C" NOT NULL,
    hint            TEXT COLLATE "C" NOT NULL,
    given_at_ms     BIGINT NOT NULL,
    given_by        BIGINT NOT NULL,  -- 0: a local program
    last_used_at_ms BIGINT NOT NULL,  -- 0: never
    UNIQUE (account_id, provider)
);
