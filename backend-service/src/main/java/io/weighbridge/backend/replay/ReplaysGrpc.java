package io.weighbridge.backend.replay;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.CancelReplayRequest;
import io.weighbridge.proto.v1.GetReplayReply;
import io.weighbridge.proto.v1.GetReplayRequest;
import io.weighbridge.proto.v1.ListReplayAccountsReply;
import io.weighbridge.proto.v1.ListReplayAccountsRequest;
import io.weighbridge.proto.v1.ListReplaysReply;
import io.weighbridge.proto.v1.ListReplaysRequest;
import io.weighbridge.proto.v1.RunReplayRequest;

import java.util.function.LongFunction;

/// Replays over gRPC. For threads that may wait.
public final class ReplaysGrpc extends io.weighbridge.proto.v1.ReplaysGrpc.ReplaysImplBase {
    private final Replays replays;
    private final LongFunction<String> serviceNames;

    /// @param serviceNames of a service's id
    public ReplaysGrpc(Replays replays, LongFunction<String> serviceNames) {
        this.replays = replays;
        this.serviceNames = serviceNames;
    }

    @Override
    public void runReplay(
            RunReplayRequest request, StreamObserver<io.weighbridge.proto.v1.Replay> observer) {
        long book = RequestMapping.id("price_book", IdKind.PRICE_BOOK, request.getPriceBook());
        Replies.send(
                observer,
                ReplaysMapping.toProto(
                        replays.begin(book, request.getFromMs(), request.getToMs())));
    }

    @Override
    public void cancelReplay(
            CancelReplayRequest request, StreamObserver<io.weighbridge.proto.v1.Replay> observer) {
        Replies.send(observer, ReplaysMapping.toProto(replays.cancel(id(request.getReplay()))));
    }

    @Override
    public void getReplay(GetReplayRequest request, StreamObserver<GetReplayReply> observer) {
        Replay replay = replays.require(id(request.getReplay()));
        GetReplayReply.Builder reply =
                GetReplayReply.newBuilder().setReplay(ReplaysMapping.toProto(replay));
        for (ReplayLine each : replays.services(replay.id())) {
            reply.addServices(ReplaysMapping.service(each, serviceNames.apply(each.id())));
        }
        Replies.send(observer, reply.build());
    }

    @Override
    public void listReplays(ListReplaysRequest request, StreamObserver<ListReplaysReply> observer) {
        Page<Replay> page = replays.list(RequestMapping.page(request.getPage(), "replays"));
        Replies.send(
                observer,
                ListReplaysReply.newBuilder()
                        .addAllReplays(page.map(ReplaysMapping::toProto).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void listReplayAccounts(
            ListReplayAccountsRequest request, StreamObserver<ListReplayAccountsReply> observer) {
        long id = replays.require(id(request.getReplay())).id();
        Page<ReplayLine> page =
                replays.accounts(id, RequestMapping.page(request.getPage(), "replay " + id));
        Replies.send(
                observer,
                ListReplayAccountsReply.newBuilder()
                        .addAllAccounts(page.map(ReplaysMapping::account).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    private static long id(String replay) {
        return RequestMapping.id("replay", IdKind.REPLAY, replay);
    }
}
