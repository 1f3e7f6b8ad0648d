package io.weighbridge.backend.operators.audit;

import java.util.List;

/// What a check of the log found.
///
/// @param entries that were read
/// @param head hash of the last one, in hexadecimal
/// @param checkpoints that were compared
/// @param problems which entries are wrong or missing; empty when it is intact
public record AuditReport(long entries, String head, long checkpoints, List<String> problems) {
    public AuditReport {
        problems = List.copyOf(problems);
    }

    /// Whether nothing is wrong.
    public boolean isIntact() {
        return problems.isEmpty();
    }
}
