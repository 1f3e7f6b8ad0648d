-- What price maps said of others' prices, to compare with. Nothing is ever charged by it: an import replaces what was kept of its source.

CREATE TABLE price_catalogue (
    id             INTEGER PRIMARY KEY,
    source         TEXT    NOT NULL UNIQUE,  -- a file's name, or a URL without what may be secret in it
    sha256         TEXT    NOT NULL,         -- of the map
    imported_at_ms INTEGER NOT NULL,
    models         INTEGER NOT NULL,
    prices         INTEGER NOT NULL,
    multiplied_by  TEXT    NOT NULL          -- '' where the billing currency is the map's
) STRICT;

CREATE TABLE catalogue_price (
    catalogue_id       INTEGER NOT NULL REFERENCES price_catalogue (id),
    number             INTEGER NOT NULL,  -- its place in the catalogue
    model              TEXT    NOT NULL,
    provider           TEXT    NOT NULL,
    search             TEXT    NOT NULL,  -- provider and model in small letters
    unit               INTEGER NOT NULL,
    tier               INTEGER NOT NULL,
    above_input_tokens INTEGER NOT NULL,
    price_nanos        INTEGER NOT NULL,
    per                INTEGER NOT NULL,
    PRIMARY KEY (catalogue_id, number)
) STRICT, WITHOUT ROWID;
