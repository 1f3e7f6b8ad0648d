-- Who made a batch of codes; of earlier ones the audit log says it.

ALTER TABLE code_batch ADD COLUMN made_by TEXT NOT NULL DEFAULT '';
