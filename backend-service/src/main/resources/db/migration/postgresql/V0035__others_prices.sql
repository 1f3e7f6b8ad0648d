-- What price maps said of others' prices, to compare with. Nothing is ever charged by it: an import replaces what was kept of its source.

CREATE TABLE price_catalogue (
    id             BIGINT PRIMARY KEY,
    source         TEXT COLLATE "C" NOT NULL UNIQUE,  -- a file's name, or a URL without what may be secret in it
    sha256         TEXT NOT NULL,                     -- of the map
    imported_at_ms BIGINT NOT NULL,
    models         BIGINT NOT NULL,
    prices         BIGINT NOT NULL,
    multiplied_by  TEXT NOT NULL                      -- '' where the billing currency is the map's
);

CREATE TABLE catalogue_price (
    catalogue_id       BIGINT NOT NULL REFERENCES price_catalogue (id),
    number             BIGINT NOT NULL,  -- its place in the catalogue
    model              TEXT COLLATE "C" NOT NULL,
    provider           TEXT COLLATE "C" NOT NULL,
    search             TEXT COLLATE "C" NOT NULL,  -- provider and model in small letters
    unit               BIGINT NOT NULL,
    tier               BIGINT NOT NULL,
    above_input_tokens BIGINT NOT NULL,
    price_nanos        BIGINT NOT NULL,
    per                BIGINT NOT NULL,
    PRIMARY KEY (catalogue_id, number)
);
