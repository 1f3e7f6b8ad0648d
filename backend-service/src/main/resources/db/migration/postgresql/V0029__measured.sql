-- What exporters told of GPUs and model servers, by the hour. What is not known is not 0: it is not
-- in the ..._known_ms, or NULL.

CREATE TABLE gpu_hour (
    hour_ms              BIGINT NOT NULL,
    gpu                  TEXT COLLATE "C" NOT NULL,
    exporter             TEXT COLLATE "C" NOT NULL,
    model                TEXT COLLATE "C" NOT NULL,
    seen_ms              BIGINT NOT NULL,
    busy_known_ms        BIGINT NOT NULL,
    busy_us              BIGINT NOT NULL,
    tensor_known_ms      BIGINT NOT NULL,
    tensor_us            BIGINT NOT NULL,
    memory_known_ms      BIGINT NOT NULL,
    memory_us            BIGINT NOT NULL,
    energy_known_ms      BIGINT NOT NULL,
    energy_mj            BIGINT NOT NULL,
    memory_used_most_mib BIGINT NOT NULL,
    PRIMARY KEY (hour_ms, gpu)
);

CREATE TABLE model_hour (
    hour_ms       BIGINT NOT NULL,
    model         TEXT COLLATE "C" NOT NULL,
    exporter      TEXT COLLATE "C" NOT NULL,
    seen_ms       BIGINT NOT NULL,
    calls         BIGINT,
    prompt_tokens BIGINT,
    output_tokens BIGINT,
    prefill_us    BIGINT,
    decode_us     BIGINT,
    PRIMARY KEY (hour_ms, model, exporter)
);
