-- Models that were analysed, and which one a service runs from an instant on. Nothing here ever changes; the triggers see
-- to it even if the program does not.

CREATE TABLE saved_model (
    id              INTEGER PRIMARY KEY,
    name            TEXT    NOT NULL UNIQUE,
    config          TEXT    NOT NULL,  -- JSON, as Hugging Face's config.json
    type            TEXT    NOT NULL,
    kind            TEXT    NOT NULL,  -- this and the next three as it was analysed when it was saved
    params_total    INTEGER NOT NULL,
    weight_bytes    INTEGER NOT NULL,
    weight_format   TEXT    NOT NULL,
    gguf_type       TEXT    NOT NULL,  -- what most bytes of a GGUF file are stored as; empty: it is none
    tensors         INTEGER,           -- NULL, as the next four: only a config was read
    tensor_elements INTEGER,
    tensor_bytes    INTEGER,
    tensor_buffers  INTEGER,
    tensor_heads    INTEGER,
    created_at_ms   INTEGER NOT NULL
) STRICT;

CREATE TABLE service_model (
    id                     INTEGER PRIMARY KEY,
    service_id             INTEGER NOT NULL REFERENCES service (id),
    effective_at_ms        INTEGER NOT NULL,
    model_id               INTEGER REFERENCES saved_model (id),  -- NULL, with gpu_id: none is known from then on
    gpu_id                 INTEGER REFERENCES gpu (id),
    gpu_count              INTEGER NOT NULL,                     -- 0: as many as it needs
    context_tokens         INTEGER NOT NULL,
    batch                  INTEGER NOT NULL,
    cache_bytes            INTEGER NOT NULL,
    basis                  INTEGER NOT NULL,
    whole_cards            INTEGER NOT NULL,
    margin_millionths      INTEGER NOT NULL,
    utilization_millionths INTEGER NOT NULL,
    created_at_ms          INTEGER NOT NULL
) STRICT;

CREATE INDEX service_model_by_instant ON service_model (service_id, effective_at_ms, id);

CREATE TRIGGER saved_model_is_immutable BEFORE UPDATE ON saved_model
BEGIN
    SELECT RAISE(ABORT, 'a saved model never changes');
END;

CREATE TRIGGER saved_model_is_kept BEFORE DELETE ON saved_model
BEGIN
    SELECT RAISE(ABORT, 'a saved model never goes');
END;

CREATE TRIGGER service_model_is_immutable BEFORE UPDATE ON service_model
BEGIN
    SELECT RAISE(ABORT, 'a model of a service never changes');
END;

CREATE TRIGGER service_model_is_kept BEFORE DELETE ON service_model
BEGIN
    SELECT RAISE(ABORT, 'a model of a service never goes');
END;
