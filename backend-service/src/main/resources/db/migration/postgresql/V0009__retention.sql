-- Retention of usage records. What is settled before kept_from_ms, the start of a day of UTC, may be
-- gone: it never falls, and rollups before it are not made anew.
CREATE TABLE usage_retention (
    id           BIGINT PRIMARY KEY CHECK (id = 1),
    kept_from_ms BIGINT NOT NULL
);

INSERT INTO usage_retention (id, kept_from_ms) VALUES (1, 0);

-- What the deleted records of each account came to, so that rollups and request ids can still be
-- proved.
CREATE TABLE usage_record_gone (
    account_id    BIGINT PRIMARY KEY,
    calls         BIGINT NOT NULL,
    price_nanos   BIGINT NOT NULL,
    fee_nanos     BIGINT NOT NULL,
    charge_nanos  BIGINT NOT NULL,
    overrun_nanos BIGINT NOT NULL
);

CREATE TRIGGER usage_retention_never_falls BEFORE UPDATE ON usage_retention
FOR EACH ROW WHEN (new.kept_from_ms < old.kept_from_ms) EXECUTE FUNCTION refuse('what may be gone never comes back');

CREATE FUNCTION refuse_if_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF old.settled_at_ms >= (SELECT kept_from_ms FROM usage_retention) THEN
        RAISE EXCEPTION 'a usage record is kept as long as the retention says';
    END IF;
    RETURN old;
END;
$$;

CREATE TRIGGER usage_record_is_kept BEFORE DELETE ON usage_record
FOR EACH ROW EXECUTE FUNCTION refuse_if_kept();

CREATE TRIGGER request_is_kept BEFORE DELETE ON request
FOR EACH ROW EXECUTE FUNCTION refuse('a request id is never deleted');

CREATE TRIGGER account_entry_is_kept BEFORE DELETE ON account_entry
FOR EACH ROW EXECUTE FUNCTION refuse('an entry of a statement is never deleted');
