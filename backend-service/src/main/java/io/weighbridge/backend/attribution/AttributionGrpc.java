package io.weighbridge.backend.attribution;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.usage.BucketSpan;
import io.weighbridge.backend.usage.Granularity;
import io.weighbridge.backend.usage.UsageMapping;
import io.weighbridge.backend.usage.ZoneBuckets;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.proto.v1.FactorsProposal;
import io.weighbridge.proto.v1.ListGpuServicesReply;
import io.weighbridge.proto.v1.ListGpuServicesRequest;
import io.weighbridge.proto.v1.ProposeFactorsRequest;
import io.weighbridge.proto.v1.QueryCostSeriesReply;
import io.weighbridge.proto.v1.QueryCostSeriesRequest;
import io.weighbridge.proto.v1.QueryCostsReply;
import io.weighbridge.proto.v1.QueryCostsRequest;
import io.weighbridge.proto.v1.QueryDriftReply;
import io.weighbridge.proto.v1.QueryDriftRequest;
import io.weighbridge.proto.v1.SetGpuServicesRequest;

import java.time.ZoneOffset;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Attribution over gRPC. For threads that may wait.
final class AttributionGrpc extends io.weighbridge.proto.v1.AttributionGrpc.AttributionImplBase {
    // Each may have the sums of all keys of an hour in memory.
    private static final int AT_ONCE_MAX = 4;
    private static final int BY_MOST = 4;
    private static final int NAME_MAX = 200;
    private static final long DRIFT_HOURS_MAX = 10_000;
    private static final long KNOWN_LEAST_DEFAULT = 900_000;
    private static final long MILLION = 1_000_000;

    private final Assignments assignments;
    private final Costs costs;
    private final CostSeries series;
    private final Drifts drifts;
    private final Services services;
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);

    AttributionGrpc(
            Assignments assignments,
            Costs costs,
            CostSeries series,
            Drifts drifts,
            Services services) {
        this.assignments = assignments;
        this.costs = costs;
        this.series = series;
        this.drifts = drifts;
        this.services = services;
    }

    private <T> T alone(Supplier<T> work) {
        if (!places.tryAcquire()) {
            throw Fault.of(
                    ErrorCode.BUSY,
                    "too many questions about costs already (expected: at most "
                            + AT_ONCE_MAX
                            + "); try again later");
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    @Override
    public void setGpuServices(
            SetGpuServicesRequest request,
            StreamObserver<io.weighbridge.proto.v1.GpuServices> observer) {
        GpuServices made =
                assignments.set(
                        request.getGpu(), request.getServicesList(), request.getEffectiveAtMs());
        Replies.send(observer, AttributionMapping.toProto(made, services.directory()));
    }

    @Override
    public void listGpuServices(
            ListGpuServicesRequest request, StreamObserver<ListGpuServicesReply> observer) {
        Page<GpuServices> page =
                assignments.list(
                        request.getGpu(),
                        RequestMapping.page(request.getPage(), "gpu services " + request.getGpu()));
        Replies.send(
                observer,
                ListGpuServicesReply.newBuilder()
                        .addAllGpuServices(
                                page.map(
                                                each ->
                                                        AttributionMapping.toProto(
                                                                each, services.directory()))
                                        .items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void queryCosts(QueryCostsRequest request, StreamObserver<QueryCostsReply> observer) {
        CostBy by = CostBy.byNumber(RequestMapping.known("by", request.getByValue(), BY_MOST));
        Granularity length = length(request.getGranularityValue());
        BucketSpan span = span(length, request.getFromAtMs(), request.getToAtMs());
        PageKey key = RequestMapping.page(request.getPage(), "costs " + by + length + span);
        Page<CostRow> page = alone(() -> costs.query(by, length, span.fromMs(), span.toMs(), key));
        Replies.send(
                observer,
                QueryCostsReply.newBuilder()
                        .addAllRows(
                                page.map(
                                                row ->
                                                        AttributionMapping.toProto(
                                                                row, services.directory()))
                                        .items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    private static Granularity length(int number) {
        Granularity length = UsageMapping.granularityFromProto(number);
        if (length == Granularity.MINUTE) {
            throw Fault.invalid(
                    "granularity", "minute", "hour or day: GPUs are summed by the hour");
        }
        return length;
    }

    // Not alone: the console asks for several parts of a map at a time, and who has to wait does.
    @Override
    public void queryCostSeries(
            QueryCostSeriesRequest request, StreamObserver<QueryCostSeriesReply> observer) {
        CostBy by = CostBy.byNumber(RequestMapping.known("by", request.getByValue(), BY_MOST));
        if (by != CostBy.GPU && by != CostBy.SERVICE) {
            throw Fault.invalid("by", by.name(), "GPU or SERVICE");
        }
        Granularity length = length(request.getGranularityValue());
        BucketSpan span = span(length, request.getFromAtMs(), request.getToAtMs());
        CostAnswer answer =
                series.read(
                        new CostQuery(
                                by,
                                length,
                                span.fromMs(),
                                span.toMs(),
                                AttributionMapping.sums(request.getSumsValueList())));
        Replies.send(observer, AttributionMapping.toProto(answer, services.directory()));
    }

    @Override
    public void queryDrift(QueryDriftRequest request, StreamObserver<QueryDriftReply> observer) {
        long serviceId = request.getService().isEmpty() ? 0 : service(request.getService()).id();
        Drifts.Question question =
                question(
                        serviceId,
                        request.getFromAtMs(),
                        request.getToAtMs(),
                        request.getKnownLeastMillionths());
        QueryDriftReply.Builder reply = QueryDriftReply.newBuilder();
        for (Drift each : alone(() -> drifts.query(question))) {
            reply.addDrifts(AttributionMapping.toProto(each, services.directory()));
        }
        Replies.send(observer, reply.build());
    }

    @Override
    public void proposeFactors(
            ProposeFactorsRequest request, StreamObserver<FactorsProposal> observer) {
        Service service = service(request.getService());
        Drifts.Question question =
                question(
                        service.id(),
                        request.getFromAtMs(),
                        request.getToAtMs(),
                        request.getKnownLeastMillionths());
        Replies.send(
                observer,
                AttributionMapping.toProto(
                        alone(() -> drifts.propose(service, question)), services.directory()));
    }

    private static Drifts.Question question(
            long serviceId, long fromMs, long toMs, long knownLeastMillionths) {
        Check.range("known_least_millionths", knownLeastMillionths, 0, MILLION);
        BucketSpan span = span(Granularity.HOUR, fromMs, toMs);
        long hours = (span.toMs() - span.fromMs()) / Hour.LENGTH_MS;
        if (hours > DRIFT_HOURS_MAX) {
            throw Fault.invalid(
                    "to_at_ms",
                    toMs,
                    "at most " + DRIFT_HOURS_MAX + " hours after from_at_ms, not " + hours);
        }
        return new Drifts.Question(
                serviceId,
                span.fromMs(),
                span.toMs(),
                knownLeastMillionths == 0 ? KNOWN_LEAST_DEFAULT : knownLeastMillionths);
    }

    private static BucketSpan span(Granularity length, long fromMs, long toMs) {
        return BucketSpan.checked(new ZoneBuckets(length, ZoneOffset.UTC), fromMs, toMs);
    }

    private Service service(String idOrName) {
        return services.require(Check.text("service", idOrName, 1, NAME_MAX));
    }
}
