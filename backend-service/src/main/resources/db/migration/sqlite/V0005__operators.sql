-- People who log in, their sessions, and the credentials of proxies. Secrets are kept as digests, or
-- encrypted where they must be read again.

CREATE TABLE operator (
    id                 INTEGER PRIMARY KEY,
    version            INTEGER NOT NULL,
    name               TEXT    NOT NULL UNIQUE,
    display_name       TEXT    NOT NULL,
    role               INTEGER NOT NULL,
    disabled           INTEGER NOT NULL,
    password_hash      TEXT    NOT NULL,  -- Argon2id, with salt and parameters
    password_set_at_ms INTEGER NOT NULL,
    totp_sealed        TEXT    NOT NULL,  -- encrypted under secrets/box.key; empty: none
    totp_active        INTEGER NOT NULL,
    totp_last_step     INTEGER NOT NULL,
    created_at_ms      INTEGER NOT NULL
) STRICT;

CREATE TABLE operator_session (
    id                   INTEGER PRIMARY KEY,
    operator_id          INTEGER NOT NULL REFERENCES operator (id),
    access_digest        BLOB    NOT NULL UNIQUE,
    access_expires_at_ms INTEGER NOT NULL,
    refresh_digest       BLOB    NOT NULL UNIQUE,
    started_at_ms        INTEGER NOT NULL,
    ends_at_ms           INTEGER NOT NULL,
    refreshes            INTEGER NOT NULL
) STRICT;

-- Refresh tokens that were used: one that comes again was copied.
CREATE TABLE operator_refresh_used (
    digest     BLOB    NOT NULL PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES operator_session (id)
) STRICT, WITHOUT ROWID;

CREATE INDEX operator_refresh_used_by_session ON operator_refresh_used (session_id);

CREATE TABLE proxy_credential (
    id                INTEGER PRIMARY KEY,
    name              TEXT    NOT NULL,
    all_services      INTEGER NOT NULL,
    digest            BLOB    NOT NULL UNIQUE,
    hint              TEXT    NOT NULL,
    previous_digest   BLOB    UNIQUE,  -- NULL: none
    previous_until_ms INTEGER NOT NULL,
    created_at_ms     INTEGER NOT NULL,
    expires_at_ms     INTEGER NOT NULL,
    revoked_at_ms     INTEGER NOT NULL,
    revoked_reason    TEXT    NOT NULL
) STRICT;

CREATE UNIQUE INDEX proxy_credential_in_use ON proxy_credential (name) WHERE revoked_at_ms = 0;

CREATE TABLE proxy_credential_service (
    credential_id INTEGER NOT NULL REFERENCES proxy_credential (id),
    service_id    INTEGER NOT NULL REFERENCES service (id),
    PRIMARY KEY (credential_id, service_id)
) STRICT, WITHOUT ROWID;
