package io.weighbridge.backend.ledger;

/// Something to do at one exact place among the facts: everything before it is in SQL, nothing
/// after it was decided. On the writer's thread, which does nothing else meanwhile.
interface Barrier {
    void passed();

    void failed(RuntimeException cause);
}
