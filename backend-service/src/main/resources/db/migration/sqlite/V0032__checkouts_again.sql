-- An order's checkout that has ended makes room for another one at the same provider.

CREATE TABLE payment_checkout_new (
    order_id      INTEGER NOT NULL REFERENCES topup_order (id),
    provider      TEXT    NOT NULL,
    number        INTEGER NOT NULL,  -- of the order's at this provider, from 1
    reference     TEXT    NOT NULL,  -- the provider's; empty while its answer is not known
    page          TEXT    NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    opened_at_ms  INTEGER NOT NULL,
    asked         INTEGER NOT NULL,  -- how often the provider was asked how it stands
    next_ask_ms   INTEGER NOT NULL,  -- 0: never again
    kind          INTEGER NOT NULL,  -- 1: a page at the provider; 2: one that saves the card too; 3: a saved card
    state         INTEGER NOT NULL,  -- 1: open; 2: money is on its way; 3: ended
    PRIMARY KEY (order_id, provider, number)
) STRICT;

INSERT INTO payment_checkout_new (order_id, provider, number, reference, page, expires_at_ms, opened_at_ms, asked,
    next_ask_ms, kind, state)
SELECT c.order_id, c.provider, 1, c.reference, c.page, c.expires_at_ms, c.opened_at_ms, c.asked, c.next_ask_ms, c.kind,
    CASE
        WHEN o.state = 6 THEN 3
        -- Of two it is not known which one the money is on its way through.
        WHEN o.state = 2 AND (SELECT count(*) FROM payment_checkout d WHERE d.order_id = c.order_id) = 1 THEN 2
        ELSE 1
    END
FROM payment_checkout c JOIN topup_order o ON o.id = c.order_id;

DROP TABLE payment_checkout;
ALTER TABLE payment_checkout_new RENAME TO payment_checkout;
CREATE INDEX payment_checkout_ask ON payment_checkout (next_ask_ms) WHERE next_ask_ms > 0;
