package io.weighbridge.backend.operators.audit;

import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

/// Where the log is kept and read from.
public interface AuditStore extends AuditChain {
    /// Entries, newest first.
    Page<AuditEntry> list(AuditFilter filter, PageKey page);

    /// Keeps a checkpoint. Durable when it returns.
    void add(Checkpoint checkpoint);
}
