-- Models that were analysed, and which one a service runs from an instant on. Nothing here ever changes; the triggers see
-- to it even if the program does not.

CREATE TABLE saved_model (
    id              BIGINT PRIMARY KEY,
    name            TEXT COLLATE "C" NOT NULL UNIQUE,
    config          TEXT COLLATE "C" NOT NULL,  -- JSON, as Hugging Face's config.json
    type            TEXT COLLATE "C" NOT NULL,
    kind            TEXT COLLATE "C" NOT NULL,  -- this and the next three as it was analysed when it was saved
    params_total    BIGINT NOT NULL,
    weight_bytes    BIGINT NOT NULL,
    weight_format   TEXT COLLATE "C" NOT NULL,
    gguf_type       TEXT COLLATE "C" NOT NULL,  -- what most bytes of a GGUF file are stored as; empty: it is none
    tensors         BIGINT,           -- NULL, as the next four: only a config was read
    tensor_elements BIGINT,
    tensor_bytes    BIGINT,
    tensor_buffers  BIGINT,
    tensor_heads    BIGINT,
    created_at_ms   BIGINT NOT NULL
);

CREATE TABLE service_model (
    id                     BIGINT PRIMARY KEY,
    service_id             BIGINT NOT NULL REFERENCES service (id),
    effective_at_ms        BIGINT NOT NULL,
    model_id               BIGINT REFERENCES saved_model (id),  -- NULL, with gpu_id: none is known from then on
    gpu_id                 BIGINT REFERENCES gpu (id),
    gpu_count              BIGINT NOT NULL,                     -- 0: as many as it needs
    context_tokens         BIGINT NOT NULL,
    batch                  BIGINT NOT NULL,
    cache_bytes            BIGINT NOT NULL,
    basis                  BIGINT NOT NULL,
    whole_cards            BOOLEAN NOT NULL,
    margin_millionths      BIGINT NOT NULL,
    utilization_millionths BIGINT NOT NULL,
    created_at_ms          BIGINT NOT NULL
);

CREATE INDEX service_model_by_instant ON service_model (service_id, effective_at_ms, id);

CREATE TRIGGER saved_model_is_immutable BEFORE UPDATE ON saved_model
FOR EACH ROW EXECUTE FUNCTION refuse('a saved model never changes');

CREATE TRIGGER saved_model_is_kept BEFORE DELETE ON saved_model
FOR EACH ROW EXECUTE FUNCTION refuse('a saved model never goes');

CREATE TRIGGER service_model_is_immutable BEFORE UPDATE ON service_model
FOR EACH ROW EXECUTE FUNCTION refuse('a model of a service never changes');

CREATE TRIGGER service_model_is_kept BEFORE DELETE ON service_model
FOR EACH ROW EXECUTE FUNCTION refuse('a model of a service never goes');
