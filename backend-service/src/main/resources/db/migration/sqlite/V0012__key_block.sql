-- Keys that are kept from calls for now, and may be let through again.

ALTER TABLE api_key ADD COLUMN blocked_at_ms INTEGER NOT NULL DEFAULT 0;  -- 0: not blocked
ALTER TABLE api_key ADD COLUMN blocked_reason TEXT NOT NULL DEFAULT '';
