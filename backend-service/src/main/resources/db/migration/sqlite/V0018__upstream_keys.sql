-- Accounts' own keys for providers of models. A key is sealed for its account and provider: in another row it
-- cannot be opened.

CREATE TABLE upstream_key (
    id              INTEGER PRIMARY KEY,
    account_id      INTEGER NOT NULL REFERENCES account (id),
    provider        TEXT    NOT NULL,
    sealed          TEXT    NOT NULL,
    hint            TEXT    NOT NULL,
    given_at_ms     INTEGER NOT NULL,
    given_by        INTEGER NOT NULL,  -- 0: a local program
    last_used_at_ms INTEGER NOT NULL,  -- 0: never
    UNIQUE (account_id, provider)
) STRICT;
