package io.weighbridge.backend.ledger;

import java.util.List;

/// What a check of the ledger found.
///
/// @param accounts ledger accounts looked at
/// @param transfers transfers summed up
/// @param openHolds holds that are open
/// @param foldedSequence last fact that SQL has
/// @param journalTail facts that only the journal has
/// @param problems what is wrong, empty when nothing is
public record LedgerReport(
        long accounts,
        long transfers,
        long openHolds,
        long foldedSequence,
        long journalTail,
        List<String> problems) {
    public LedgerReport {
        problems = List.copyOf(problems);
    }

    /// Whether nothing is wrong.
    public boolean balanced() {
        return problems.isEmpty();
    }
}
