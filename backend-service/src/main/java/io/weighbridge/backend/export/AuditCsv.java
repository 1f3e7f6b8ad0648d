package io.weighbridge.backend.export;

import io.weighbridge.backend.operators.audit.AuditEntry;
import io.weighbridge.backend.operators.audit.AuditFilter;
import io.weighbridge.backend.operators.audit.AuditLog;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.paging.PageKey;

/// The audit log as CSV.
public final class AuditCsv {
    // Entries may be long.
    private static final int PAGE_ENTRIES = 200;
    private static final String HEADER =
            CsvLine.header(
                    "sequence",
                    "at_ms",
                    "at",
                    "actor_kind",
                    "actor_id",
                    "actor_name",
                    "role",
                    "session",
                    "peer",
                    "method",
                    "action",
                    "target",
                    "before",
                    "after",
                    "reason",
                    "hash");

    private final AuditLog log;

    public AuditCsv(AuditLog log) {
        this.log = log;
    }

    /// Entries, newest first.
    CsvSource source(AuditFilter filter) {
        return new CsvSource(
                HEADER,
                () -> filter.equals(AuditFilter.ALL) ? log.size() : 0,
                token ->
                        log.list(filter, PageKey.of(PAGE_ENTRIES, token, "export " + filter))
                                .map(AuditCsv::line));
    }

    private static String line(AuditEntry entry) {
        Change change = entry.change();
        Act act = change.act();
        return new CsvLine()
                .number(entry.sequence())
                .instant(change.atMs())
                .word(act.kind())
                .word(act.actorText())
                .text(act.actorName())
                .word(Role.byNumber(act.role()))
                .number(act.sessionId())
                .text(act.peer())
                .text(act.method())
                .text(change.action())
                .text(change.target())
                .text(change.before())
                .text(change.after())
                .text(change.reason())
                .word(entry.hash())
                .end();
    }
}
