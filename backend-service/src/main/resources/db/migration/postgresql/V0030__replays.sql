-- What-if: past usage priced by a book that is only thought of.

CREATE TABLE replay (
    id                    BIGINT PRIMARY KEY,
    book_id               BIGINT NOT NULL,  -- a draft may be gone since
    book_version          BIGINT NOT NULL,
    from_ms               BIGINT NOT NULL,
    to_ms                 BIGINT NOT NULL,
    state                 BIGINT NOT NULL,
    why                   TEXT COLLATE "C" NOT NULL,
    asked_at_ms           BIGINT NOT NULL,
    ended_at_ms           BIGINT NOT NULL,  -- 0: not yet
    done_to_ms            BIGINT NOT NULL,
    not_charged           BIGINT NOT NULL,
    calls                 BIGINT NOT NULL,
    before_nanos          BIGINT NOT NULL,
    after_nanos           BIGINT NOT NULL,
    unpriced_calls        BIGINT NOT NULL,
    unpriced_before_nanos BIGINT NOT NULL,
    costed_calls          BIGINT NOT NULL,
    cost_nanos            BIGINT NOT NULL,
    costed_before_nanos   BIGINT NOT NULL,
    costed_after_nanos    BIGINT NOT NULL
);

CREATE TABLE replay_line (
    replay_id             BIGINT NOT NULL REFERENCES replay (id),
    of_service            BIGINT NOT NULL,  -- 1: of a service; 0: of an account
    id                    BIGINT NOT NULL,  -- of the account or the service
    more_nanos            BIGINT NOT NULL,
    dry_at_ms             BIGINT NOT NULL,  -- 0: not dry
    calls                 BIGINT NOT NULL,
    before_nanos          BIGINT NOT NULL,
    after_nanos           BIGINT NOT NULL,
    unpriced_calls        BIGINT NOT NULL,
    unpriced_before_nanos BIGINT NOT NULL,
    costed_calls          BIGINT NOT NULL,
    cost_nanos            BIGINT NOT NULL,
    costed_before_nanos   BIGINT NOT NULL,
    costed_after_nanos    BIGINT NOT NULL,
    PRIMARY KEY (replay_id, of_service, id)
);

CREATE INDEX replay_line_by_more ON replay_line (replay_id, of_service, more_nanos DESC, id);
