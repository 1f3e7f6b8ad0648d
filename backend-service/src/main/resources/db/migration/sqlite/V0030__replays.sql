-- What-if: past usage priced by a book that is only thought of.

CREATE TABLE replay (
    id                    INTEGER PRIMARY KEY,
    book_id               INTEGER NOT NULL,  -- a draft may be gone since
    book_version          INTEGER NOT NULL,
    from_ms               INTEGER NOT NULL,
    to_ms                 INTEGER NOT NULL,
    state                 INTEGER NOT NULL,
    why                   TEXT    NOT NULL,
    asked_at_ms           INTEGER NOT NULL,
    ended_at_ms           INTEGER NOT NULL,  -- 0: not yet
    done_to_ms            INTEGER NOT NULL,
    not_charged           INTEGER NOT NULL,
    calls                 INTEGER NOT NULL,
    before_nanos          INTEGER NOT NULL,
    after_nanos           INTEGER NOT NULL,
    unpriced_calls        INTEGER NOT NULL,
    unpriced_before_nanos INTEGER NOT NULL,
    costed_calls          INTEGER NOT NULL,
    cost_nanos            INTEGER NOT NULL,
    costed_before_nanos   INTEGER NOT NULL,
    costed_after_nanos    INTEGER NOT NULL
) STRICT;

CREATE TABLE replay_line (
    replay_id             INTEGER NOT NULL REFERENCES replay (id),
    of_service            INTEGER NOT NULL,  -- 1: of a service; 0: of an account
    id                    INTEGER NOT NULL,  -- of the account or the service
    more_nanos            INTEGER NOT NULL,
    dry_at_ms             INTEGER NOT NULL,  -- 0: not dry
    calls                 INTEGER NOT NULL,
    before_nanos          INTEGER NOT NULL,
    after_nanos           INTEGER NOT NULL,
    unpriced_calls        INTEGER NOT NULL,
    unpriced_before_nanos INTEGER NOT NULL,
    costed_calls          INTEGER NOT NULL,
    cost_nanos            INTEGER NOT NULL,
    costed_before_nanos   INTEGER NOT NULL,
    costed_after_nanos    INTEGER NOT NULL,
    PRIMARY KEY (replay_id, of_service, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX replay_line_by_more ON replay_line (replay_id, of_service, more_nanos DESC, id);
