-- Refunds through a provider wait for a second person too, beside adjustments; their reason is 0.

ALTER TABLE adjustment_approval ADD COLUMN order_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE adjustment_approval ADD COLUMN payment_id INTEGER NOT NULL DEFAULT 0;  -- 0: an adjustment
ALTER TABLE adjustment_approval ADD COLUMN even_below_zero INTEGER NOT NULL DEFAULT 0;

DROP TRIGGER adjustment_approval_asks_the_same;

CREATE TRIGGER adjustment_approval_asks_the_same BEFORE UPDATE ON adjustment_approval
WHEN new.operation_id <> old.operation_id OR new.account_id <> old.account_id
    OR new.amount_nanos <> old.amount_nanos OR new.credit_expires_ms <> old.credit_expires_ms
    OR new.reason <> old.reason OR new.note <> old.note OR new.request_hash <> old.request_hash
    OR new.requester_id <> old.requester_id OR new.requester_person <> old.requester_person
    OR new.order_id <> old.order_id OR new.payment_id <> old.payment_id
    OR new.even_below_zero <> old.even_below_zero
BEGIN
    SELECT RAISE(ABORT, 'what is to be approved never changes');
END;
