-- Which services run on which GPU that is measured, from an instant on, and what share of a GPU's peaks a service's model is
-- predicted to reach. Nothing here ever changes; the triggers see to it even if the program does not.

CREATE TABLE gpu_assignment (
    id              INTEGER PRIMARY KEY,
    gpu             TEXT    NOT NULL,  -- its UUID, as exporters tell it
    effective_at_ms INTEGER NOT NULL,
    created_at_ms   INTEGER NOT NULL
) STRICT;

CREATE INDEX gpu_assignment_by_instant ON gpu_assignment (gpu, effective_at_ms, id);

-- None of an assignment: what runs there is not known from then on.
CREATE TABLE gpu_assignment_service (
    assignment_id INTEGER NOT NULL REFERENCES gpu_assignment (id),
    service_id    INTEGER NOT NULL REFERENCES service (id),
    PRIMARY KEY (assignment_id, service_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER gpu_assignment_is_immutable BEFORE UPDATE ON gpu_assignment
BEGIN
    SELECT RAISE(ABORT, 'an assignment of a GPU never changes');
END;

CREATE TRIGGER gpu_assignment_is_kept BEFORE DELETE ON gpu_assignment
BEGIN
    SELECT RAISE(ABORT, 'an assignment of a GPU never goes');
END;

CREATE TRIGGER gpu_assignment_service_is_immutable BEFORE UPDATE ON gpu_assignment_service
BEGIN
    SELECT RAISE(ABORT, 'a service of an assignment never changes');
END;

CREATE TRIGGER gpu_assignment_service_is_kept BEFORE DELETE ON gpu_assignment_service
BEGIN
    SELECT RAISE(ABORT, 'a service of an assignment never goes');
END;

ALTER TABLE service_model ADD COLUMN flops_share_millionths INTEGER NOT NULL DEFAULT 500000;
ALTER TABLE service_model ADD COLUMN bandwidth_share_millionths INTEGER NOT NULL DEFAULT 700000;
