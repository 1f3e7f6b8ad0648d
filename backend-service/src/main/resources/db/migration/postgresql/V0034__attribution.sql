-- Which services run on which GPU that is measured, from an instant on, and what share of a GPU's peaks a service's model is
-- predicted to reach. Nothing here ever changes; the triggers see to it even if the program does not.

CREATE TABLE gpu_assignment (
    id              BIGINT PRIMARY KEY,
    gpu             TEXT COLLATE "C" NOT NULL,  -- its UUID, as exporters tell it
    effective_at_ms BIGINT NOT NULL,
    created_at_ms   BIGINT NOT NULL
);

CREATE INDEX gpu_assignment_by_instant ON gpu_assignment (gpu, effective_at_ms, id);

-- None of an assignment: what runs there is not known from then on.
CREATE TABLE gpu_assignment_service (
    assignment_id BIGINT NOT NULL REFERENCES gpu_assignment (id),
    service_id    BIGINT NOT NULL REFERENCES service (id),
    PRIMARY KEY (assignment_id, service_id)
);

CREATE TRIGGER gpu_assignment_is_immutable BEFORE UPDATE ON gpu_assignment
FOR EACH ROW EXECUTE FUNCTION refuse('an assignment of a GPU never changes');

CREATE TRIGGER gpu_assignment_is_kept BEFORE DELETE ON gpu_assignment
FOR EACH ROW EXECUTE FUNCTION refuse('an assignment of a GPU never goes');

CREATE TRIGGER gpu_assignment_service_is_immutable BEFORE UPDATE ON gpu_assignment_service
FOR EACH ROW EXECUTE FUNCTION refuse('a service of an assignment never changes');

CREATE TRIGGER gpu_assignment_service_is_kept BEFORE DELETE ON gpu_assignment_service
FOR EACH ROW EXECUTE FUNCTION refuse('a service of an assignment never goes');

ALTER TABLE service_model ADD COLUMN flops_share_millionths BIGINT NOT NULL DEFAULT 500000;
ALTER TABLE service_model ADD COLUMN bandwidth_share_millionths BIGINT NOT NULL DEFAULT 700000;
