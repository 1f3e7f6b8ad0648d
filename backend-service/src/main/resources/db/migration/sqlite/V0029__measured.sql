-- What exporters told of GPUs and model servers, by the hour. What is not known is not 0: it is not
-- in the ..._known_ms, or NULL.

CREATE TABLE gpu_hour (
    hour_ms              INTEGER NOT NULL,
    gpu                  TEXT    NOT NULL,
    exporter             TEXT    NOT NULL,
    model                TEXT    NOT NULL,
    seen_ms              INTEGER NOT NULL,
    busy_known_ms        INTEGER NOT NULL,
    busy_us              INTEGER NOT NULL,
    tensor_known_ms      INTEGER NOT NULL,
    tensor_us            INTEGER NOT NULL,
    memory_known_ms      INTEGER NOT NULL,
    memory_us            INTEGER NOT NULL,
    energy_known_ms      INTEGER NOT NULL,
    energy_mj            INTEGER NOT NULL,
    memory_used_most_mib INTEGER NOT NULL,
    PRIMARY KEY (hour_ms, gpu)
) STRICT, WITHOUT ROWID;

CREATE TABLE model_hour (
    hour_ms       INTEGER NOT NULL,
    model         TEXT    NOT NULL,
    exporter      TEXT    NOT NULL,
    seen_ms       INTEGER NOT NULL,
    calls         INTEGER,
    prompt_tokens INTEGER,
    output_tokens INTEGER,
    prefill_us    INTEGER,
    decode_us     INTEGER,
    PRIMARY KEY (hour_ms, model, exporter)
) STRICT, WITHOUT ROWID;
