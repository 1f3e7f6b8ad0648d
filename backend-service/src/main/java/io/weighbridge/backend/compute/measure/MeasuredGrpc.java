package io.weighbridge.backend.compute.measure;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.proto.v1.ListExportersReply;
import io.weighbridge.proto.v1.ListExportersRequest;
import io.weighbridge.proto.v1.QueryGpuHoursReply;
import io.weighbridge.proto.v1.QueryGpuHoursRequest;
import io.weighbridge.proto.v1.QueryModelHoursReply;
import io.weighbridge.proto.v1.QueryModelHoursRequest;

/// What was measured, over gRPC. For threads that may wait.
final class MeasuredGrpc extends io.weighbridge.proto.v1.MeasuredGrpc.MeasuredImplBase {
    private final Scraping scraping;
    private final MeasureStore store;
    private final GpuPrices prices;

    MeasuredGrpc(Scraping scraping, MeasureStore store, GpuPrices prices) {
        this.scraping = scraping;
        this.store = store;
        this.prices = prices;
    }

    @Override
    public void listExporters(
            ListExportersRequest request, StreamObserver<ListExportersReply> observer) {
        Replies.send(
                observer,
                ListExportersReply.newBuilder()
                        .addAllExporters(
                                scraping.states().stream().map(MeasuredMapping::toProto).toList())
                        .build());
    }

    @Override
    public void queryGpuHours(
            QueryGpuHoursRequest request, StreamObserver<QueryGpuHoursReply> observer) {
        long from = request.getFromMs();
        long to = Check.range("to_ms", request.getToMs(), from, Long.MAX_VALUE);
        PageKey key = RequestMapping.page(request.getPage(), "gpu hours " + from + " " + to);
        Page<GpuHour> page = store.gpuHours(from, to, key);
        HourCost cost = new HourCost(prices);
        Replies.send(
                observer,
                QueryGpuHoursReply.newBuilder()
                        .addAllHours(
                                page.map(hour -> MeasuredMapping.toProto(hour, cost.of(hour)))
                                        .items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void queryModelHours(
            QueryModelHoursRequest request, StreamObserver<QueryModelHoursReply> observer) {
        long from = request.getFromMs();
        long to = Check.range("to_ms", request.getToMs(), from, Long.MAX_VALUE);
        PageKey key = RequestMapping.page(request.getPage(), "model hours " + from + " " + to);
        Page<ModelHour> page = store.modelHours(from, to, key);
        Replies.send(
                observer,
                QueryModelHoursReply.newBuilder()
                        .addAllHours(page.map(MeasuredMapping::toProto).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }
}
