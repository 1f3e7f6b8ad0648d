-- People who log in, their sessions, and the credentials of proxies. Secrets are kept as digests, or
-- encrypted where they must be read again.

CREATE TABLE operator (
    id                 BIGINT PRIMARY KEY,
    version            BIGINT NOT NULL,
    name               TEXT COLLATE "C" NOT NULL UNIQUE,
    display_name       TEXT COLLATE "C" NOT NULL,
    role               BIGINT NOT NULL,
    disabled           BOOLEAN NOT NULL,
    password_hash      TEXT COLLATE "C" NOT NULL,  -- Argon2id, with salt and parameters
    password_set_at_ms BIGINT NOT NULL,
    totp_sealed        TEXT COLLATE "C" NOT NULL,  -- encrypted under secrets/box.key; empty: none
    totp_active        BOOLEAN NOT NULL,
    totp_last_step     BIGINT NOT NULL,
    created_at_ms      BIGINT NOT NULL
);

CREATE TABLE operator_session (
    id                   BIGINT PRIMARY KEY,
    operator_id          BIGINT NOT NULL REFERENCES operator (id),
    access_digest        BYTEA NOT NULL UNIQUE,
    access_expires_at_ms BIGINT NOT NULL,
    refresh_digest       BYTEA NOT NULL UNIQUE,
    started_at_ms        BIGINT NOT NULL,
    ends_at_ms           BIGINT NOT NULL,
    refreshes            BIGINT NOT NULL
);

-- Refresh tokens that were used: one that comes again was copied.
CREATE TABLE operator_refresh_used (
    digest     BYTEA NOT NULL PRIMARY KEY,
    session_id BIGINT NOT NULL REFERENCES operator_session (id)
);

CREATE INDEX operator_refresh_used_by_session ON operator_refresh_used (session_id);

CREATE TABLE proxy_credential (
    id                BIGINT PRIMARY KEY,
    name              TEXT COLLATE "C" NOT NULL,
    all_services      BOOLEAN NOT NULL,
    digest            BYTEA NOT NULL UNIQUE,
    hint              TEXT COLLATE "C" NOT NULL,
    previous_digest   BYTEA UNIQUE,  -- NULL: none
    previous_until_ms BIGINT NOT NULL,
    created_at_ms     BIGINT NOT NULL,
    expires_at_ms     BIGINT NOT NULL,
    revoked_at_ms     BIGINT NOT NULL,
    revoked_reason    TEXT COLLATE "C" NOT NULL
);

CREATE UNIQUE INDEX proxy_credential_in_use ON proxy_credential (name) WHERE revoked_at_ms = 0;

CREATE TABLE proxy_credential_service (
    credential_id BIGINT NOT NULL REFERENCES proxy_credential (id),
    service_id    BIGINT NOT NULL REFERENCES service (id),
    PRIMARY KEY (credential_id, service_id)
);
