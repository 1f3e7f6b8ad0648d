package io.weighbridge.backend.ledger.check;

import java.util.List;

/// What a check of the ledger found.
///
/// @param accounts how many there are
/// @param transfers how many there are, those that only the journal has included
/// @param openHolds calls in flight
/// @param foldedSequence facts up to this one were in SQL
/// @param journalTail how many facts after it the journal had
/// @param problems one line each, naming the account and the amount; empty when all is right
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
