-- Who changed what. An entry is written in the transaction that makes the change, and never again.

CREATE TABLE audit_entry (
    sequence   INTEGER PRIMARY KEY,  -- from 1, without gaps
    at_ms      INTEGER NOT NULL,
    actor_kind INTEGER NOT NULL,     -- 0 not recorded, 1 operator, 2 proxy, 3 local program, 4 nobody known
    actor_id   INTEGER NOT NULL,     -- 0: none
    actor_name TEXT    NOT NULL,
    role       INTEGER NOT NULL,     -- 0: none
    session_id INTEGER NOT NULL,     -- 0: none
    peer       TEXT    NOT NULL,
    method     TEXT    NOT NULL,
    action     TEXT    NOT NULL,
    target     TEXT    NOT NULL,
    before     TEXT    NOT NULL,     -- JSON; empty: there was nothing
    after      TEXT    NOT NULL,     -- JSON; empty: there is nothing
    reason     TEXT    NOT NULL,
    hash       BLOB    NOT NULL      -- SHA-256 of the entry and of the hash before it
) STRICT;

CREATE INDEX audit_entry_by_actor ON audit_entry (actor_name, sequence);
CREATE INDEX audit_entry_by_target ON audit_entry (target, sequence);

-- The last entry. Its row is what writers queue for.
CREATE TABLE audit_head (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    sequence INTEGER NOT NULL,
    hash     BLOB    NOT NULL
) STRICT;

INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, zeroblob(32));

-- What the log was at an instant, signed.
CREATE TABLE audit_checkpoint (
    sequence   INTEGER NOT NULL,
    at_ms      INTEGER NOT NULL,
    hash       BLOB    NOT NULL,
    public_key BLOB    NOT NULL,
    signature  BLOB    NOT NULL,
    PRIMARY KEY (sequence, at_ms)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER audit_entry_is_immutable BEFORE UPDATE ON audit_entry
BEGIN
    SELECT RAISE(ABORT, 'an audit entry never changes');
END;

CREATE TRIGGER audit_entry_is_kept BEFORE DELETE ON audit_entry
BEGIN
    SELECT RAISE(ABORT, 'an audit entry is never deleted');
END;

CREATE TRIGGER audit_entry_is_appended BEFORE INSERT ON audit_entry
WHEN new.sequence <> 1 + (SELECT coalesce(max(sequence), 0) FROM audit_entry)
BEGIN
    SELECT RAISE(ABORT, 'an audit entry comes after the last one');
END;

CREATE TRIGGER audit_head_rises BEFORE UPDATE ON audit_head
WHEN new.sequence < old.sequence
BEGIN
    SELECT RAISE(ABORT, 'the audit log only grows');
END;

CREATE TRIGGER audit_head_is_kept BEFORE DELETE ON audit_head
BEGIN
    SELECT RAISE(ABORT, 'the audit log only grows');
END;

CREATE TRIGGER audit_checkpoint_is_immutable BEFORE UPDATE ON audit_checkpoint
BEGIN
    SELECT RAISE(ABORT, 'a checkpoint never changes');
END;

CREATE TRIGGER audit_checkpoint_is_kept BEFORE DELETE ON audit_checkpoint
BEGIN
    SELECT RAISE(ABORT, 'a checkpoint is never deleted');
END;

-- Four eyes. Logins of one person carry the same text; empty: this login is somebody of their own.
ALTER TABLE operator ADD COLUMN person TEXT NOT NULL DEFAULT '';

-- What the operators of a role adjust alone. A role without a row: admin and finance whatever they want,
-- support nothing.
CREATE TABLE adjustment_limit (
    role         INTEGER PRIMARY KEY,
    single_nanos INTEGER NOT NULL,
    day_nanos    INTEGER NOT NULL
) STRICT;

-- What persons adjusted alone, for the limit of a day. Written before the money moves.
CREATE TABLE adjustment_use (
    operation_id BLOB    PRIMARY KEY,
    person       TEXT    NOT NULL,
    at_ms        INTEGER NOT NULL,
    amount_nanos INTEGER NOT NULL  -- without its sign
) STRICT, WITHOUT ROWID;

CREATE INDEX adjustment_use_by_person ON adjustment_use (person, at_ms);

-- Adjustments that wait for a second person, and what became of them.
CREATE TABLE adjustment_approval (
    id                INTEGER PRIMARY KEY,
    state             INTEGER NOT NULL,  -- 1 pending, 2 approved, 3 done, 4 declined, 5 withdrawn, 6 failed
    operation_id      BLOB    NOT NULL UNIQUE,
    account_id        INTEGER NOT NULL,
    amount_nanos      INTEGER NOT NULL,
    credit_expires_ms INTEGER NOT NULL,
    reason            INTEGER NOT NULL,
    note              TEXT    NOT NULL,
    request_hash      BLOB    NOT NULL,
    requester_id      INTEGER NOT NULL REFERENCES operator (id),
    requester_person  TEXT    NOT NULL,
    requested_at_ms   INTEGER NOT NULL,
    expires_at_ms     INTEGER NOT NULL,
    decider_id        INTEGER NOT NULL,  -- 0: nobody
    decider_person    TEXT    NOT NULL,
    decided_at_ms     INTEGER NOT NULL,
    outcome           TEXT    NOT NULL   -- why declined or failed; empty: neither
) STRICT;

CREATE INDEX adjustment_approval_by_state ON adjustment_approval (state, id);

CREATE TRIGGER adjustment_approval_asks_the_same BEFORE UPDATE ON adjustment_approval
WHEN new.operation_id <> old.operation_id OR new.account_id <> old.account_id
    OR new.amount_nanos <> old.amount_nanos OR new.credit_expires_ms <> old.credit_expires_ms
    OR new.reason <> old.reason OR new.note <> old.note OR new.request_hash <> old.request_hash
    OR new.requester_id <> old.requester_id OR new.requester_person <> old.requester_person
BEGIN
    SELECT RAISE(ABORT, 'what is to be approved never changes');
END;
