package io.weighbridge.backend.payments.autotopup;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.GetAutoTopUpRequest;
import io.weighbridge.proto.v1.ListAutoTopUpAttemptsReply;
import io.weighbridge.proto.v1.ListAutoTopUpAttemptsRequest;
import io.weighbridge.proto.v1.ListSavedCardsReply;
import io.weighbridge.proto.v1.ListSavedCardsRequest;
import io.weighbridge.proto.v1.RemoveSavedCardRequest;
import io.weighbridge.proto.v1.SavedCard;
import io.weighbridge.proto.v1.SetAutoTopUpRequest;

import java.util.OptionalLong;

/// Automatic top-ups over gRPC. For threads that may wait.
final class AutoTopUpsGrpc extends io.weighbridge.proto.v1.AutoTopUpsGrpc.AutoTopUpsImplBase {
    private final AutoTopUps topUps;

    AutoTopUpsGrpc(AutoTopUps topUps) {
        this.topUps = topUps;
    }

    private static long account(String text) {
        return RequestMapping.id("account", IdKind.ACCOUNT, text);
    }

    @Override
    public void setAutoTopUp(
            SetAutoTopUpRequest request,
            StreamObserver<io.weighbridge.proto.v1.AutoTopUp> observer) {
        long account = account(request.getAccount());
        AutoTopUp set =
                topUps.set(
                        account,
                        new AutoTopUps.Wish(
                                request.getArmed(),
                                request.getThresholdNanos(),
                                request.getAmountNanos(),
                                request.getDailyCapNanos(),
                                request.getMonthlyCapNanos()),
                        request.hasVersion()
                                ? OptionalLong.of(request.getVersion())
                                : OptionalLong.empty());
        Replies.send(observer, AutoTopUpsMapping.toProto(set, topUps.spent(account)));
    }

    @Override
    public void getAutoTopUp(
            GetAutoTopUpRequest request,
            StreamObserver<io.weighbridge.proto.v1.AutoTopUp> observer) {
        long account = account(request.getAccount());
        AutoTopUp topUp = topUps.get(account);
        Replies.send(observer, AutoTopUpsMapping.toProto(topUp, topUps.spent(account)));
    }

    @Override
    public void listAutoTopUpAttempts(
            ListAutoTopUpAttemptsRequest request,
            StreamObserver<ListAutoTopUpAttemptsReply> observer) {
        Page<Attempt> page =
                topUps.attempts(
                        account(request.getAccount()),
                        RequestMapping.page(
                                request.getPage(), "auto attempts " + request.getAccount()));
        Replies.send(
                observer,
                ListAutoTopUpAttemptsReply.newBuilder()
                        .addAllAttempts(page.map(AutoTopUpsMapping::toProto).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void listSavedCards(
            ListSavedCardsRequest request, StreamObserver<ListSavedCardsReply> observer) {
        ListSavedCardsReply.Builder reply = ListSavedCardsReply.newBuilder();
        topUps.cards(account(request.getAccount()))
                .forEach(card -> reply.addCards(AutoTopUpsMapping.toProto(card)));
        Replies.send(observer, reply.build());
    }

    @Override
    public void removeSavedCard(
            RemoveSavedCardRequest request, StreamObserver<SavedCard> observer) {
        KeptCard removed = topUps.remove(RequestMapping.id("card", IdKind.CARD, request.getCard()));
        Replies.send(observer, AutoTopUpsMapping.toProto(removed));
    }
}
