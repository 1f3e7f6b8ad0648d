-- What made a call's units where they were not told; empty where they were.

ALTER TABLE usage_record ADD COLUMN estimated_by TEXT NOT NULL DEFAULT '';
