package io.weighbridge.backend.move;

import io.weighbridge.backend.ledger.check.LedgerReport;

import java.util.List;

/// What a move did.
///
/// @param tables each with its rows, in the order in which they were copied
/// @param groups of the journal
/// @param ledger what the check of the target's ledger says, the same as the source's
public record Moved(List<Table> tables, long groups, LedgerReport ledger) {
    /// A table that is the same in both stores.
    ///
    /// @param digest of all rows, whatever their order
    public record Table(String name, long rows, String digest) {}

    public Moved {
        tables = List.copyOf(tables);
    }
}
