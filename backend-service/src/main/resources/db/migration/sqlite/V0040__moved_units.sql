-- Units that a rating told after the call: taken from the hour in which they were told, added to that
-- in which the call was settled and used them. By hour of UTC; ratings from before this are not in it
-- until the sums are made anew.
CREATE TABLE moved_units (
    bucket_at_ms        INTEGER NOT NULL,
    account_id          INTEGER NOT NULL,
    key_id              INTEGER NOT NULL,
    service_id          INTEGER NOT NULL,
    input_tokens        INTEGER NOT NULL,
    cached_input_tokens INTEGER NOT NULL,
    output_tokens       INTEGER NOT NULL,
    images              INTEGER NOT NULL,
    pixels              INTEGER NOT NULL,
    audio_ms            INTEGER NOT NULL,
    PRIMARY KEY (bucket_at_ms, account_id, key_id, service_id)
) STRICT, WITHOUT ROWID;

-- A webhook names the page that a customer claims a refund on.
CREATE INDEX refund_offer_page ON refund_offer (reference) WHERE reference <> '';
