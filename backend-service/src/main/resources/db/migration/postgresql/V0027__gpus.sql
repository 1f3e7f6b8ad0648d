-- GPUs and what their hours cost. Nothing here ever changes: an edit is a version more, a price holds from an instant on;
-- the triggers see to it even if the program does not.

CREATE TABLE gpu (
    id   BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE gpu_version (
    gpu_id           BIGINT NOT NULL REFERENCES gpu (id),
    version          BIGINT NOT NULL CHECK (version > 0),
    title            TEXT COLLATE "C" NOT NULL,
    vram_bytes       BIGINT NOT NULL CHECK (vram_bytes > 0),
    bytes_per_second BIGINT NOT NULL CHECK (bytes_per_second > 0),
    tdp_watts        BIGINT NOT NULL,
    flops_per_second TEXT COLLATE "C" NOT NULL,  -- "type:number type:number"
    source           TEXT COLLATE "C" NOT NULL,
    retired          BOOLEAN NOT NULL,
    changed_at_ms    BIGINT NOT NULL,
    PRIMARY KEY (gpu_id, version)
);

CREATE TABLE gpu_price (
    id              BIGINT PRIMARY KEY,
    gpu_id          BIGINT NOT NULL REFERENCES gpu (id),
    effective_at_ms BIGINT NOT NULL,
    hour_nanos      BIGINT NOT NULL CHECK (hour_nanos > 0),  -- of one card, in the installation's currency
    source          TEXT COLLATE "C" NOT NULL,
    created_at_ms   BIGINT NOT NULL
);

CREATE INDEX gpu_price_by_instant ON gpu_price (gpu_id, effective_at_ms, id);

CREATE TRIGGER gpu_is_immutable BEFORE UPDATE ON gpu
FOR EACH ROW EXECUTE FUNCTION refuse('a GPU never changes');

CREATE TRIGGER gpu_is_kept BEFORE DELETE ON gpu
FOR EACH ROW EXECUTE FUNCTION refuse('a GPU never goes');

CREATE TRIGGER gpu_version_is_immutable BEFORE UPDATE ON gpu_version
FOR EACH ROW EXECUTE FUNCTION refuse('a version of a GPU never changes');

CREATE TRIGGER gpu_version_is_kept BEFORE DELETE ON gpu_version
FOR EACH ROW EXECUTE FUNCTION refuse('a version of a GPU never goes');

CREATE TRIGGER gpu_price_is_immutable BEFORE UPDATE ON gpu_price
FOR EACH ROW EXECUTE FUNCTION refuse('a price of a GPU never changes');

CREATE TRIGGER gpu_price_is_kept BEFORE DELETE ON gpu_price
FOR EACH ROW EXECUTE FUNCTION refuse('a price of a GPU never goes');
