-- Where in the log a time is. Instants do not always rise with the sequence: clocks are set back, and the
-- entry of a movement of credit can come after those of later changes.
CREATE INDEX audit_entry_by_time ON audit_entry (at_ms, sequence);
