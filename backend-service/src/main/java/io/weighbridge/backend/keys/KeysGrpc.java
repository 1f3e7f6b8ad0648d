package io.weighbridge.backend.keys;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.access.Callers;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.services.Services;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.BlockKeyRequest;
import io.weighbridge.proto.v1.CountKeysReply;
import io.weighbridge.proto.v1.CountKeysRequest;
import io.weighbridge.proto.v1.CreateKeyReply;
import io.weighbridge.proto.v1.CreateKeyRequest;
import io.weighbridge.proto.v1.GetKeyRequest;
import io.weighbridge.proto.v1.ListKeysReply;
import io.weighbridge.proto.v1.ListKeysRequest;
import io.weighbridge.proto.v1.ReportLeakReply;
import io.weighbridge.proto.v1.ReportLeakRequest;
import io.weighbridge.proto.v1.RevokeKeyRequest;
import io.weighbridge.proto.v1.RotateKeyReply;
import io.weighbridge.proto.v1.RotateKeyRequest;
import io.weighbridge.proto.v1.UnblockKeyRequest;
import io.weighbridge.proto.v1.UpdateKeyRequest;

import java.util.function.LongPredicate;

/// The keys' administration over gRPC. For threads that may wait.
public final class KeysGrpc extends io.weighbridge.proto.v1.KeysGrpc.KeysImplBase {
    private final ApiKeys keys;
    private final KeyUses uses;
    private final LeakReports leaks;
    private final Services services;
    private final LongPredicate isAccount;

    /// @param isAccount whether there is an account with this id
    public KeysGrpc(
            ApiKeys keys,
            KeyUses uses,
            LeakReports leaks,
            Services services,
            LongPredicate isAccount) {
        this.keys = keys;
        this.uses = uses;
        this.leaks = leaks;
        this.services = services;
        this.isAccount = isAccount;
    }

    @Override
    public void createKey(CreateKeyRequest request, StreamObserver<CreateKeyReply> observer) {
        ApiKeys.Made made =
                keys.create(
                        account(request.getAccount()),
                        KeysMapping.fromProto(request.getSettings(), services),
                        Callers.operator().id());
        Replies.send(
                observer,
                CreateKeyReply.newBuilder()
                        .setKey(toProto(made.key()))
                        .setSecret(made.secret())
                        .build());
    }

    private long account(String account) {
        long id = RequestMapping.id("account", IdKind.ACCOUNT, account);
        if (!isAccount.test(id)) {
            throw Fault.of(
                    ErrorCode.ACCOUNT_UNKNOWN,
                    "account: " + account + " (expected: the id of an account)");
        }
        return id;
    }

    private static long id(String key) {
        return RequestMapping.id("key", IdKind.KEY, key);
    }

    private io.weighbridge.proto.v1.ApiKey toProto(ApiKey key) {
        return KeysMapping.toProto(key, uses.of(key.id()).orElse(null), services.directory());
    }

    @Override
    public void getKey(
            GetKeyRequest request, StreamObserver<io.weighbridge.proto.v1.ApiKey> observer) {
        Replies.send(observer, toProto(keys.require(id(request.getKey()))));
    }

    @Override
    public void listKeys(ListKeysRequest request, StreamObserver<ListKeysReply> observer) {
        KeyFilter filter =
                new KeyFilter(
                        request.getAccount().isEmpty() ? 0 : account(request.getAccount()),
                        request.getIncludeRevoked(),
                        RequestMapping.idOrNone("plan", IdKind.PLAN, request.getPlan()),
                        request.getSearch());
        Page<ApiKey> page =
                keys.list(filter, RequestMapping.page(request.getPage(), filter.toString()));
        Replies.send(
                observer,
                ListKeysReply.newBuilder()
                        .addAllKeys(page.map(this::toProto).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void countKeys(CountKeysRequest request, StreamObserver<CountKeysReply> observer) {
        CountKeysReply.Builder reply = CountKeysReply.newBuilder();
        for (PlanKeys plan : uses.perPlan(request.getUsedSinceMs())) {
            reply.addPlansBuilder()
                    .setPlan(plan.planId() == 0 ? "" : IdKind.PLAN.format(plan.planId()))
                    .setKeys(plan.keys())
                    .setUsed(plan.used());
        }
        Replies.send(observer, reply.build());
    }

    @Override
    public void updateKey(
            UpdateKeyRequest request, StreamObserver<io.weighbridge.proto.v1.ApiKey> observer) {
        ApiKey changed =
                keys.update(
                        id(request.getKey()),
                        request.getVersion(),
                        KeysMapping.fromProto(request.getSettings(), services));
        Replies.send(observer, toProto(changed));
    }

    @Override
    public void rotateKey(RotateKeyRequest request, StreamObserver<RotateKeyReply> observer) {
        ApiKeys.Made made =
                keys.rotate(
                        id(request.getKey()),
                        request.getVersion(),
                        request.hasOverlapMs()
                                ? request.getOverlapMs()
                                : ApiKeys.OVERLAP_DEFAULT_MS,
                        Callers.operator().id());
        Replies.send(
                observer,
                RotateKeyReply.newBuilder()
                        .setKey(toProto(made.key()))
                        .setSecret(made.secret())
                        .build());
    }

    @Override
    public void reportLeak(ReportLeakRequest request, StreamObserver<ReportLeakReply> observer) {
        leaks.report(request.getSecret(), request.getFoundAt(), Callers.address());
        Replies.send(observer, ReportLeakReply.getDefaultInstance());
    }

    @Override
    public void revokeKey(
            RevokeKeyRequest request, StreamObserver<io.weighbridge.proto.v1.ApiKey> observer) {
        Replies.send(observer, toProto(keys.revoke(id(request.getKey()), request.getReason())));
    }

    @Override
    public void blockKey(
            BlockKeyRequest request, StreamObserver<io.weighbridge.proto.v1.ApiKey> observer) {
        Replies.send(observer, toProto(keys.block(id(request.getKey()), request.getReason())));
    }

    @Override
    public void unblockKey(
            UnblockKeyRequest request, StreamObserver<io.weighbridge.proto.v1.ApiKey> observer) {
        Replies.send(observer, toProto(keys.unblock(id(request.getKey()))));
    }
}
