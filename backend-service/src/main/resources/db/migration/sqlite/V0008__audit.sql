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
