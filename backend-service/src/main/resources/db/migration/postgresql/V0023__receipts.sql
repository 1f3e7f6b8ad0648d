-- What a receipt said when it got its number: the document of a number stays the same.

ALTER TABLE payment ADD COLUMN receipt_arrived_nanos BIGINT NOT NULL DEFAULT 0;
ALTER TABLE payment ADD COLUMN receipt_credited_nanos BIGINT NOT NULL DEFAULT 0;

UPDATE payment SET receipt_arrived_nanos = arrived_nanos, receipt_credited_nanos =
    coalesce((SELECT amount_nanos FROM payment_move WHERE payment_id = payment.id AND step = 1), 0)
WHERE receipt <> '';
