-- Entries stand in the order in which they are written; a narrow index leads from the account to them.

ALTER TABLE account_entry DROP CONSTRAINT account_entry_pkey;

ALTER TABLE account_entry ADD PRIMARY KEY (sequence);

CREATE INDEX account_entry_by_account ON account_entry (account_id, sequence);
