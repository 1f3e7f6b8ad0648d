-- Attempts that ended without a charge are looked for again for a while.

CREATE INDEX auto_attempt_uncharged ON auto_attempt (next_ask_ms) WHERE outcome = 4 AND next_ask_ms > 0;
