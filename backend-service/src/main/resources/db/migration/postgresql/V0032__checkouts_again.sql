-- An order's checkout that has ended makes room for another one at the same provider.

-- Of the order's at this provider, from 1.
ALTER TABLE payment_checkout ADD COLUMN number INTEGER NOT NULL DEFAULT 1;
ALTER TABLE payment_checkout ALTER COLUMN number DROP DEFAULT;

-- 1: open; 2: money is on its way; 3: ended.
ALTER TABLE payment_checkout ADD COLUMN state INTEGER NOT NULL DEFAULT 1;
ALTER TABLE payment_checkout ALTER COLUMN state DROP DEFAULT;

UPDATE payment_checkout SET state = CASE o.state WHEN 2 THEN 2 ELSE 3 END
FROM topup_order o WHERE o.id = payment_checkout.order_id AND o.state IN (2, 6);

ALTER TABLE payment_checkout DROP CONSTRAINT payment_checkout_pkey;
ALTER TABLE payment_checkout ADD PRIMARY KEY (order_id, provider, number);
