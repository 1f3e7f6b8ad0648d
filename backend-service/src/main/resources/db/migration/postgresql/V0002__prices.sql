-- Price books. A book with published_at_ms above 0 never changes again; the triggers see to it even if
-- the program does not.

CREATE TABLE price_book (
    id              BIGINT PRIMARY KEY,
    version         BIGINT NOT NULL,
    note            TEXT COLLATE "C" NOT NULL,
    based_on_id     BIGINT NOT NULL,  -- 0: none
    created_at_ms   BIGINT NOT NULL,
    published_at_ms BIGINT NOT NULL,
    effective_at_ms BIGINT NOT NULL
);

CREATE TABLE rate (
    book_id            BIGINT NOT NULL REFERENCES price_book (id),
    service_id         BIGINT NOT NULL REFERENCES service (id),
    unit               BIGINT NOT NULL,
    tier               BIGINT NOT NULL,
    above_input_tokens BIGINT NOT NULL,
    account_id         BIGINT NOT NULL,  -- 0: everybody
    price_nanos        BIGINT NOT NULL CHECK (price_nanos >= 0),
    per                BIGINT NOT NULL CHECK (per > 0),
    steps              TEXT COLLATE "C" NOT NULL,  -- "from:price from:price", by volume in the month
    PRIMARY KEY (book_id, service_id, account_id, tier, unit, above_input_tokens)
);

CREATE TABLE fee (
    book_id           BIGINT NOT NULL REFERENCES price_book (id),
    service_id        BIGINT NOT NULL,  -- 0: every service without a row of its own
    per_request_nanos BIGINT NOT NULL CHECK (per_request_nanos >= 0),
    price_millionths  BIGINT NOT NULL CHECK (price_millionths >= 0),
    PRIMARY KEY (book_id, service_id)
);

CREATE FUNCTION refuse_if_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed RECORD;
BEGIN
    IF TG_OP = 'DELETE' THEN
        changed := old;
    ELSE
        changed := new;
    END IF;
    IF (SELECT published_at_ms FROM price_book WHERE id = changed.book_id) > 0 THEN
        RAISE EXCEPTION '%', TG_ARGV[0];
    END IF;
    RETURN changed;
END;
$$;

CREATE TRIGGER price_book_is_immutable BEFORE UPDATE ON price_book
FOR EACH ROW WHEN (old.published_at_ms > 0) EXECUTE FUNCTION refuse('a published price book never changes');

CREATE TRIGGER price_book_is_kept BEFORE DELETE ON price_book
FOR EACH ROW WHEN (old.published_at_ms > 0) EXECUTE FUNCTION refuse('a published price book is never deleted');

CREATE TRIGGER rate_is_added_to_drafts BEFORE INSERT ON rate
FOR EACH ROW EXECUTE FUNCTION refuse_if_published('a published price book never changes');

CREATE TRIGGER rate_is_immutable BEFORE UPDATE ON rate
FOR EACH ROW EXECUTE FUNCTION refuse('rates are replaced, not updated');

CREATE TRIGGER rate_is_kept BEFORE DELETE ON rate
FOR EACH ROW EXECUTE FUNCTION refuse_if_published('a published price book never changes');

CREATE TRIGGER fee_is_added_to_drafts BEFORE INSERT ON fee
FOR EACH ROW EXECUTE FUNCTION refuse_if_published('a published price book never changes');

CREATE TRIGGER fee_is_immutable BEFORE UPDATE ON fee
FOR EACH ROW EXECUTE FUNCTION refuse('fees are replaced, not updated');

CREATE TRIGGER fee_is_kept BEFORE DELETE ON fee
FOR EACH ROW EXECUTE FUNCTION refuse_if_published('a published price book never changes');
