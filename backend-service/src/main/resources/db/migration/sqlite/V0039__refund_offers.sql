-- Refunds that the customer claims on a page of the provider's. The payment's refunded_nanos is the sum of given_nanos.

CREATE TABLE refund_offer (
    id              TEXT    PRIMARY KEY NOT NULL,  -- made of the payment and the operation
    payment_id      INTEGER NOT NULL REFERENCES payment (id),
    order_id        INTEGER NOT NULL REFERENCES topup_order (id),
    operation       TEXT    NOT NULL,
    amount_nanos    INTEGER NOT NULL,
    given_nanos     INTEGER NOT NULL,  -- what counts as given back
    committed_nanos INTEGER NOT NULL,  -- what was approved once, or sent
    state           INTEGER NOT NULL,
    why             TEXT    NOT NULL,
    reference       TEXT    NOT NULL,  -- the provider's; empty while its answer is not known
    link            TEXT    NOT NULL,
    asked_at_ms     INTEGER NOT NULL,  -- when the provider was asked to make it last; 0: never
    tries           INTEGER NOT NULL,  -- how often it was looked at in this state
    next_at_ms      INTEGER NOT NULL,  -- 0: never again
    created_at_ms   INTEGER NOT NULL,
    changed_at_ms   INTEGER NOT NULL
) STRICT;

CREATE INDEX refund_offer_payment ON refund_offer (payment_id);
CREATE INDEX refund_offer_due ON refund_offer (next_at_ms) WHERE next_at_ms > 0;
