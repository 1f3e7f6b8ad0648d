-- An order's checkout that has ended makes room for another one at the same provider.

-- Of the order's at this provider, from 1.
ALTER TABLE payment_checkout ADD COLUMN number INTEGER NOT NULL DEFAULT 1;
ALTER TABLE payment_checkout ALTER COLUMN number DROP DEFAULT;

-- 1: open; 2: money is on its way; 3: ended.
ALTER TABLE payment_checkout ADD COLUMN state INTEGER NOT NULL DEFAULT 1;
ALTER TABLE payment_checkout ALTER COLUMN state DROP DEFAULT;

UPDATE payment_checkout SET state = 3
FROM topup_order o WHERE o.id = payment_checkout.order_id AND o.state = 6;

-- Of two it is not known which one the money is on its way through.
UPDATE payment_checkout SET state = 2
FROM topup_order o WHERE o.id = payment_checkout.order_id AND o.state = 2
    AND (SELECT count(*) FROM payment_checkout d WHERE d.order_id = o.id) = 1;

ALTER TABLE payment_checkout DROP CONSTRAINT payment_checkout_pkey;
ALTER TABLE payment_checkout ADD PRIMARY KEY (order_id, provider, number);
