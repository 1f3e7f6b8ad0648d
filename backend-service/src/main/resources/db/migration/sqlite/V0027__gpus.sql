-- GPUs and what their hours cost. Nothing here ever changes: an edit is a version more, a price holds from an instant on;
-- the triggers see to it even if the program does not.

CREATE TABLE gpu (
    id   INTEGER PRIMARY KEY,
    name TEXT    NOT NULL UNIQUE
) STRICT;

CREATE TABLE gpu_version (
    gpu_id           INTEGER NOT NULL REFERENCES gpu (id),
    version          INTEGER NOT NULL CHECK (version > 0),
    title            TEXT    NOT NULL,
    vram_bytes       INTEGER NOT NULL CHECK (vram_bytes > 0),
    bytes_per_second INTEGER NOT NULL CHECK (bytes_per_second > 0),
    tdp_watts        INTEGER NOT NULL,
    flops_per_second TEXT    NOT NULL,  -- "type:number type:number"
    source           TEXT    NOT NULL,
    retired          INTEGER NOT NULL,
    changed_at_ms    INTEGER NOT NULL,
    PRIMARY KEY (gpu_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE gpu_price (
    id              INTEGER PRIMARY KEY,
    gpu_id          INTEGER NOT NULL REFERENCES gpu (id),
    effective_at_ms INTEGER NOT NULL,
    hour_nanos      INTEGER NOT NULL CHECK (hour_nanos > 0),  -- of one card, in the installation's currency
    source          TEXT    NOT NULL,
    created_at_ms   INTEGER NOT NULL
) STRICT;

CREATE INDEX gpu_price_by_instant ON gpu_price (gpu_id, effective_at_ms, id);

CREATE TRIGGER gpu_is_immutable BEFORE UPDATE ON gpu
BEGIN
    SELECT RAISE(ABORT, 'a GPU never changes');
END;

CREATE TRIGGER gpu_is_kept BEFORE DELETE ON gpu
BEGIN
    SELECT RAISE(ABORT, 'a GPU never goes');
END;

CREATE TRIGGER gpu_version_is_immutable BEFORE UPDATE ON gpu_version
BEGIN
    SELECT RAISE(ABORT, 'a version of a GPU never changes');
END;

CREATE TRIGGER gpu_version_is_kept BEFORE DELETE ON gpu_version
BEGIN
    SELECT RAISE(ABORT, 'a version of a GPU never goes');
END;

CREATE TRIGGER gpu_price_is_immutable BEFORE UPDATE ON gpu_price
BEGIN
    SELECT RAISE(ABORT, 'a price of a GPU never changes');
END;

CREATE TRIGGER gpu_price_is_kept BEFORE DELETE ON gpu_price
BEGIN
    SELECT RAISE(ABORT, 'a price of a GPU never goes');
END;
