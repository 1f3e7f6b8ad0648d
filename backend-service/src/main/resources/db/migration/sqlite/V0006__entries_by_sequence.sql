-- Entries stand in the order in which they are written, so that a group of many accounts fills a few
-- pages and not one for each account; a narrow index leads from the account to them.

CREATE TABLE account_entry_by_sequence (
    sequence            INTEGER PRIMARY KEY,
    account_id          INTEGER NOT NULL,
    at_ms               INTEGER NOT NULL,
    kind                INTEGER NOT NULL,
    amount_nanos        INTEGER NOT NULL,
    balance_after_nanos INTEGER NOT NULL,
    reference           BLOB  -- request id or operation id
) STRICT;

INSERT INTO account_entry_by_sequence (sequence, account_id, at_ms, kind, amount_nanos,
    balance_after_nanos, reference)
SELECT sequence, account_id, at_ms, kind, amount_nanos, balance_after_nanos, reference
FROM account_entry ORDER BY sequence;

DROP TABLE account_entry;

ALTER TABLE account_entry_by_sequence RENAME TO account_entry;

CREATE INDEX account_entry_by_account ON account_entry (account_id, sequence);
