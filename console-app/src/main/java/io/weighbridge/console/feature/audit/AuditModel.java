package io.weighbridge.console.feature.audit;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.proto.v1.AuditEntry;
import io.weighbridge.proto.v1.ListEntriesReply;
import io.weighbridge.proto.v1.PageRequest;

/// Entries of the audit log, newest first, page by page.
final class AuditModel {
    private static final int PAGE = 200;

    private final BackendClient client;
    private final Paging<AuditEntry> paging;

    AuditModel(BackendClient client, Background background) {
        this.client = client;
        this.paging = new Paging<>(background, client.link());
    }

    /// The entries that were read.
    Paging<AuditEntry> paging() {
        return paging;
    }

    /// Reads the first page.
    void read(AuditFilter wanted) {
        paging.read(wanted, token -> page(wanted, token));
    }

    private Paging.Page<AuditEntry> page(AuditFilter wanted, String token) {
        ListEntriesReply reply =
                client.audit()
                        .listEntries(
                                wanted.request()
                                        .setPage(
                                                PageRequest.newBuilder()
                                                        .setSize(PAGE)
                                                        .setToken(token))
                                        .build());
        return new Paging.Page<>(reply.getEntriesList(), reply.getNextPageToken());
    }

    void cancel() {
        paging.cancel();
    }
}
