package io.weighbridge.backend.usage;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.services.ServiceDirectory;
import io.weighbridge.backend.usage.live.LiveFeed;
import io.weighbridge.backend.usage.live.LiveMapping;
import io.weighbridge.backend.usage.live.LiveWatcher;
import io.weighbridge.backend.usage.refusals.RefusalMapping;
import io.weighbridge.backend.usage.refusals.RefusalSum;
import io.weighbridge.backend.usage.refusals.Refusals;
import io.weighbridge.backend.usage.refusals.RefusedCall;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Units;
import io.weighbridge.proto.v1.GetRecordRequest;
import io.weighbridge.proto.v1.ListRecordsReply;
import io.weighbridge.proto.v1.ListRecordsRequest;
import io.weighbridge.proto.v1.ListRefusalsReply;
import io.weighbridge.proto.v1.ListRefusalsRequest;
import io.weighbridge.proto.v1.ListUnratedReply;
import io.weighbridge.proto.v1.ListUnratedRequest;
import io.weighbridge.proto.v1.LiveUpdate;
import io.weighbridge.proto.v1.QueryRefusalsReply;
import io.weighbridge.proto.v1.QueryRefusalsRequest;
import io.weighbridge.proto.v1.QueryRollupsReply;
import io.weighbridge.proto.v1.QueryRollupsRequest;
import io.weighbridge.proto.v1.QuerySeriesReply;
import io.weighbridge.proto.v1.QuerySeriesRequest;
import io.weighbridge.proto.v1.RateUnratedReply;
import io.weighbridge.proto.v1.RateUnratedRequest;
import io.weighbridge.proto.v1.WatchLiveRequest;
import io.weighbridge.proto.v1.WriteOffUnratedReply;
import io.weighbridge.proto.v1.WriteOffUnratedRequest;

import java.util.List;
import java.util.function.Supplier;

/// Usage over gRPC. Runs on threads that may wait.
public final class UsageGrpc extends io.weighbridge.proto.v1.UsageGrpc.UsageImplBase {
    private static final int REFUSALS_DEFAULT = 100;
    private static final int REFUSALS_MAX = 500;

    private final UsageReader reader;
    private final LiveFeed feed;
    private final Refusals refusals;
    private final LaterRating rating;
    private final Supplier<ServiceDirectory> services;

    public UsageGrpc(
            UsageReader reader,
            LiveFeed feed,
            Refusals refusals,
            LaterRating rating,
            Supplier<ServiceDirectory> services) {
        this.reader = reader;
        this.feed = feed;
        this.refusals = refusals;
        this.rating = rating;
        this.services = services;
    }

    private io.weighbridge.proto.v1.UsageRecord toProto(RecordDetails details) {
        return UsageMapping.toProto(details, services.get());
    }

    @Override
    public void getRecord(
            GetRecordRequest request,
            StreamObserver<io.weighbridge.proto.v1.UsageRecord> observer) {
        RequestId id = UsageMapping.recordIdFromProto(request.getRecordId());
        Replies.send(observer, toProto(reader.require(id)));
    }

    @Override
    public void listRecords(ListRecordsRequest request, StreamObserver<ListRecordsReply> observer) {
        RecordFilter filter =
                new RecordFilter(
                        UsageMapping.idFromProto("account", IdKind.ACCOUNT, request.getAccount()),
                        UsageMapping.idFromProto("key", IdKind.KEY, request.getKey()),
                        UsageMapping.serviceFromProto(request.getService(), services.get()),
                        request.getSubject(),
                        UsageMapping.outcomeFromProto(request.getOutcomeValue()),
                        request.getFromAtMs(),
                        request.getToAtMs(),
                        new TagFilter(request.getTagKey(), request.getTag()));
        Page<RecordDetails> page =
                reader.list(filter, request.getPage().getSize(), request.getPage().getToken());
        Replies.send(
                observer,
                ListRecordsReply.newBuilder()
                        .addAllRecords(page.map(this::toProto).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void queryRollups(
            QueryRollupsRequest request, StreamObserver<QueryRollupsReply> observer) {
        RollupQuery query =
                new RollupQuery(
                        UsageMapping.granularityFromProto(request.getGranularityValue()),
                        request.getFromAtMs(),
                        request.getToAtMs(),
                        UsageMapping.groupByFromProto(request.getGroupByList()),
                        UsageMapping.idFromProto("account", IdKind.ACCOUNT, request.getAccount()),
                        UsageMapping.idFromProto("key", IdKind.KEY, request.getKey()),
                        UsageMapping.serviceFromProto(request.getService(), services.get()),
                        request.getSubject(),
                        new TagFilter(request.getTagKey(), request.getTag()),
                        UsageMapping.zoneFromProto(request.getZone()));
        Page<Rollup> page =
                reader.query(query, request.getPage().getSize(), request.getPage().getToken());
        ServiceDirectory names = services.get();
        Replies.send(
                observer,
                QueryRollupsReply.newBuilder()
                        .addAllRollups(
                                page.map(rollup -> UsageMapping.toProto(rollup, names)).items())
                        .setNextPageToken(page.nextToken())
                        .addAllTagKeys(reader.tagKeys())
                        .build());
    }

    @Override
    public void querySeries(QuerySeriesRequest request, StreamObserver<QuerySeriesReply> observer) {
        ServiceDirectory names = services.get();
        SeriesAnswer answer = reader.series(SeriesMapping.fromProto(request, names));
        Replies.send(observer, SeriesMapping.toProto(answer, names));
    }

    @Override
    public void listUnrated(ListUnratedRequest request, StreamObserver<ListUnratedReply> observer) {
        Page<RecordDetails> page =
                reader.unrated(
                        UsageMapping.idFromProto("account", IdKind.ACCOUNT, request.getAccount()),
                        request.getPage().getSize(),
                        request.getPage().getToken());
        Replies.send(
                observer,
                ListUnratedReply.newBuilder()
                        .addAllRecords(page.map(this::toProto).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void rateUnrated(RateUnratedRequest request, StreamObserver<RateUnratedReply> observer) {
        Units units = UsageMapping.unitsFromProto("units", request.getUnitsList());
        LaterRating.Rated rated =
                rating.rate(
                        UsageMapping.recordIdFromProto(request.getRecordId()),
                        UsageMapping.operationIdFromProto(request.getOperationId()),
                        UsageMapping.idFromProto(
                                "price_book", IdKind.PRICE_BOOK, request.getPriceBook()),
                        units,
                        request.getNote());
        Replies.send(
                observer,
                RateUnratedReply.newBuilder()
                        .setChargeNanos(rated.chargeNanos())
                        .setBalanceNanos(rated.balanceNanos())
                        .setRepeated(rated.repeated())
                        .build());
    }

    @Override
    public void writeOffUnrated(
            WriteOffUnratedRequest request, StreamObserver<WriteOffUnratedReply> observer) {
        boolean repeated =
                rating.writeOff(
                        UsageMapping.recordIdFromProto(request.getRecordId()),
                        UsageMapping.operationIdFromProto(request.getOperationId()),
                        request.getNote());
        Replies.send(observer, WriteOffUnratedReply.newBuilder().setRepeated(repeated).build());
    }

    @Override
    public void watchLive(WatchLiveRequest request, StreamObserver<LiveUpdate> observer) {
        long accountId = UsageMapping.idFromProto("account", IdKind.ACCOUNT, request.getAccount());
        ServerCallStreamObserver<LiveUpdate> stream =
                (ServerCallStreamObserver<LiveUpdate>) observer;
        // Handlers can be set until this method returns, and run after it.
        LiveWatcher watcher = feed.watch(accountId, request.getIntervalMs(), sink(stream));
        stream.setOnReadyHandler(watcher::ready);
        stream.setOnCancelHandler(watcher::cancel);
    }

    @Override
    public void listRefusals(
            ListRefusalsRequest request, StreamObserver<ListRefusalsReply> observer) {
        int most =
                request.getSize() == 0
                        ? REFUSALS_DEFAULT
                        : (int) Check.range("size", request.getSize(), 1, REFUSALS_MAX);
        List<RefusedCall> found =
                refusals.newest(
                        UsageMapping.idFromProto("account", IdKind.ACCOUNT, request.getAccount()),
                        UsageMapping.idFromProto("key", IdKind.KEY, request.getKey()),
                        most);
        Replies.send(
                observer,
                ListRefusalsReply.newBuilder()
                        .addAllRefusals(found.stream().map(LiveMapping::toProto).toList())
                        .build());
    }

    @Override
    public void queryRefusals(
            QueryRefusalsRequest request, StreamObserver<QueryRefusalsReply> observer) {
        ServiceDirectory names = services.get();
        Page<RefusalSum> page =
                refusals.query(
                        RefusalMapping.fromProto(request, names),
                        request.getPage().getSize(),
                        request.getPage().getToken());
        Replies.send(
                observer,
                QueryRefusalsReply.newBuilder()
                        .addAllSums(page.map(sum -> RefusalMapping.toProto(sum, names)).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    private LiveFeed.Sink sink(ServerCallStreamObserver<LiveUpdate> stream) {
        return new LiveFeed.Sink() {
            @Override
            public boolean isReady() {
                return stream.isReady();
            }

            @Override
            public void send(LiveFeed.Update update) {
                stream.onNext(LiveMapping.toProto(update, services.get()));
            }

            @Override
            public void end() {
                stream.onCompleted();
            }

            @Override
            public void fail(RuntimeException cause) {
                Replies.fail(stream, cause);
            }
        };
    }
}
