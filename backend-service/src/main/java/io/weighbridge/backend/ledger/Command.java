package io.weighbridge.backend.ledger;

import io.weighbridge.backend.platform.fault.Fault;

/// Something for the ledger's writer to decide. Exactly one of [#committed] and [#failed] is
/// called, on the writer's thread: both must be quick and must not throw.
public interface Command {
    /// Decides: reads the state and posts facts, or throws before posting any.
    ///
    /// @throws Fault the command fails alone; nothing may have been posted
    void decide(Posting posting);

    /// What was posted is on the disk.
    void committed();

    /// Nothing was posted; or what was posted could not be written yet, and it shows only later
    /// whether it counts.
    void failed(Fault fault);
}
