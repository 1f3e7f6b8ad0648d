-- Who changed what. An entry is written in the transaction that makes the change, and never again.

CREATE TABLE audit_entry (
    sequence   BIGINT PRIMARY KEY,  -- from 1, without gaps
    at_ms      BIGINT NOT NULL,
    actor_kind BIGINT NOT NULL,     -- 0 not recorded, 1 operator, 2 proxy, 3 local program, 4 nobody known
    actor_id   BIGINT NOT NULL,     -- 0: none
    actor_name TEXT COLLATE "C" NOT NULL,
    role       BIGINT NOT NULL,     -- 0: none
    session_id BIGINT NOT NULL,     -- 0: none
    peer       TEXT COLLATE "C" NOT NULL,
    method     TEXT COLLATE "C" NOT NULL,
    action     TEXT COLLATE "C" NOT NULL,
    target     TEXT COLLATE "C" NOT NULL,
    before     TEXT COLLATE "C" NOT NULL,     -- JSON; empty: there was nothing
    after      TEXT COLLATE "C" NOT NULL,     -- JSON; empty: there is nothing
    reason     TEXT COLLATE "C" NOT NULL,
    hash       BYTEA NOT NULL      -- SHA-256 of the entry and of the hash before it
);

CREATE INDEX audit_entry_by_actor ON audit_entry (actor_name, sequence);
CREATE INDEX audit_entry_by_target ON audit_entry (target, sequence);

-- The last entry. Its row is what writers queue for.
CREATE TABLE audit_head (
    id       BIGINT PRIMARY KEY CHECK (id = 1),
    sequence BIGINT NOT NULL,
    hash     BYTEA NOT NULL
);

INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));

-- What the log was at an instant, signed.
CREATE TABLE audit_checkpoint (
    sequence   BIGINT NOT NULL,
    at_ms      BIGINT NOT NULL,
    hash       BYTEA NOT NULL,
    public_key BYTEA NOT NULL,
    signature  BYTEA NOT NULL,
    PRIMARY KEY (sequence, at_ms)
);

CREATE TRIGGER audit_entry_is_immutable BEFORE UPDATE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION refuse('an audit entry never changes');

CREATE TRIGGER audit_entry_is_kept BEFORE DELETE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION refuse('an audit entry is never deleted');

CREATE FUNCTION refuse_unless_last() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF new.sequence <> 1 + (SELECT coalesce(max(sequence), 0) FROM audit_entry) THEN
        RAISE EXCEPTION 'an audit entry comes after the last one';
    END IF;
    RETURN new;
END;
$$;

CREATE TRIGGER audit_entry_is_appended BEFORE INSERT ON audit_entry
FOR EACH ROW EXECUTE FUNCTION refuse_unless_last();

CREATE TRIGGER audit_head_rises BEFORE UPDATE ON audit_head
FOR EACH ROW WHEN (new.sequence < old.sequence) EXECUTE FUNCTION refuse('the audit log only grows');

CREATE TRIGGER audit_head_is_kept BEFORE DELETE ON audit_head
FOR EACH ROW EXECUTE FUNCTION refuse('the audit log only grows');

CREATE TRIGGER audit_checkpoint_is_immutable BEFORE UPDATE ON audit_checkpoint
FOR EACH ROW EXECUTE FUNCTION refuse('a checkpoint never changes');

CREATE TRIGGER audit_checkpoint_is_kept BEFORE DELETE ON audit_checkpoint
FOR EACH ROW EXECUTE FUNCTION refuse('a checkpoint is never deleted');

-- Four eyes. Logins of one person carry the same text; empty: this login is somebody of their own.
ALTER TABLE operator ADD COLUMN person TEXT COLLATE "C" NOT NULL DEFAULT '';

-- What the operators of a role adjust alone. A role without a row: admin and finance whatever they want,
-- support nothing.
CREATE TABLE adjustment_limit (
    role         BIGINT PRIMARY KEY,
    single_nanos BIGINT NOT NULL,
    day_nanos    BIGINT NOT NULL
);

-- What persons adjusted alone, for the limit of a day. Written before the money moves.
CREATE TABLE adjustment_use (
    operation_id BYTEA PRIMARY KEY,
    person       TEXT COLLATE "C" NOT NULL,
    at_ms        BIGINT NOT NULL,
    amount_nanos BIGINT NOT NULL  -- without its sign
);

CREATE INDEX adjustment_use_by_person ON adjustment_use (person, at_ms);

-- Adjustments that wait for a second person, and what became of them.
CREATE TABLE adjustment_approval (
    id                BIGINT PRIMARY KEY,
    state             BIGINT NOT NULL,  -- 1 pending, 2 approved, 3 done, 4 declined, 5 withdrawn, 6 failed
    operation_id      BYTEA NOT NULL UNIQUE,
    account_id        BIGINT NOT NULL,
    amount_nanos      BIGINT NOT NULL,
    credit_expires_ms BIGINT NOT NULL,
    reason            BIGINT NOT NULL,
    note              TEXT COLLATE "C" NOT NULL,
    request_hash      BYTEA NOT NULL,
    requester_id      BIGINT NOT NULL REFERENCES operator (id),
    requester_person  TEXT COLLATE "C" NOT NULL,
    requested_at_ms   BIGINT NOT NULL,
    expires_at_ms     BIGINT NOT NULL,
    decider_id        BIGINT NOT NULL,  -- 0: nobody
    decider_person    TEXT COLLATE "C" NOT NULL,
    decided_at_ms     BIGINT NOT NULL,
    outcome           TEXT COLLATE "C" NOT NULL   -- why declined or failed; empty: neither
);

CREATE INDEX adjustment_approval_by_state ON adjustment_approval (state, id);

CREATE TRIGGER adjustment_approval_asks_the_same BEFORE UPDATE ON adjustment_approval
FOR EACH ROW WHEN (new.operation_id <> old.operation_id OR new.account_id <> old.account_id
    OR new.amount_nanos <> old.amount_nanos OR new.credit_expires_ms <> old.credit_expires_ms
    OR new.reason <> old.reason OR new.note <> old.note OR new.request_hash <> old.request_hash
    OR new.requester_id <> old.requester_id OR new.requester_person <> old.requester_person) EXECUTE FUNCTION refuse('what is to be approved never changes');
