package io.weighbridge.console.feature.usage;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Names;
import io.weighbridge.console.feature.usage.ask.Span;
import io.weighbridge.console.feature.usage.ask.UsageFilter;
import io.weighbridge.console.feature.usage.ask.UsageQuery;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.console.text.Formats;
import io.weighbridge.proto.v1.ListRecordsReply;
import io.weighbridge.proto.v1.ListRecordsRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.UsageRecord;

import java.util.List;

/// Records of a query, newest first, page by page.
final class RecordsModel {
    private static final int PAGE = 200;

    private final BackendClient client;
    private final Names names;
    private final Formats formats;
    private final Paging<UsageRecord> paging;

    RecordsModel(BackendClient client, Names names, Background background, Formats formats) {
        this.client = client;
        this.names = names;
        this.formats = formats;
        this.paging = new Paging<>(background, client.link());
    }

    /// The records that were read.
    Paging<UsageRecord> paging() {
        return paging;
    }

    /// Reads the first page of a query.
    void read(UsageQuery query) {
        Span span = query.buckets(formats.clock().millis(), formats.zone()).span();
        UsageFilter filter = query.filter();
        ListRecordsRequest request =
                ListRecordsRequest.newBuilder()
                        .setAccount(filter.account())
                        .setKey(filter.key())
                        .setService(filter.service())
                        .setSubject(filter.subject())
                        .setTagKey(filter.hasTag() ? filter.tagKey() : "")
                        .setTag(filter.tag())
                        .setFromAtMs(span.fromMs())
                        .setToAtMs(span.toMs())
                        .build();
        paging.read(query, token -> page(request, token));
    }

    private Paging.Page<UsageRecord> page(ListRecordsRequest request, String token)
            throws Exception {
        ListRecordsReply reply =
                client.usage()
                        .listRecords(
                                request.toBuilder()
                                        .setPage(
                                                PageRequest.newBuilder()
                                                        .setSize(PAGE)
                                                        .setToken(token))
                                        .build());
        List<UsageRecord> records = reply.getRecordsList();
        names.lookUp(Level.ACCOUNT, records.stream().map(UsageRecord::getAccount).toList());
        names.lookUp(Level.KEY, records.stream().map(UsageRecord::getKey).toList());
        return new Paging.Page<>(records, reply.getNextPageToken());
    }

    void cancel() {
        paging.cancel();
    }
}
