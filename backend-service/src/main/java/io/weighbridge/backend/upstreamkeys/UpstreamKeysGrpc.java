package io.weighbridge.backend.upstreamkeys;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.access.Callers;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AddUpstreamKeyRequest;
import io.weighbridge.proto.v1.ListUpstreamKeysReply;
import io.weighbridge.proto.v1.ListUpstreamKeysRequest;
import io.weighbridge.proto.v1.RemoveUpstreamKeyReply;
import io.weighbridge.proto.v1.RemoveUpstreamKeyRequest;
import io.weighbridge.proto.v1.ReplaceUpstreamKeyRequest;

import java.util.function.LongPredicate;

/// The administration of customers' own keys over gRPC. For threads that may wait.
public final class UpstreamKeysGrpc
        extends io.weighbridge.proto.v1.UpstreamKeysGrpc.UpstreamKeysImplBase {
    private final UpstreamKeys keys;
    private final LongPredicate isAccount;

    /// @param isAccount whether there is an account with this id
    public UpstreamKeysGrpc(UpstreamKeys keys, LongPredicate isAccount) {
        this.keys = keys;
        this.isAccount = isAccount;
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

    @Override
    public void addUpstreamKey(
            AddUpstreamKeyRequest request,
            StreamObserver<io.weighbridge.proto.v1.UpstreamKey> observer) {
        UpstreamKey added =
                keys.add(
                        account(request.getAccount()),
                        request.getProvider(),
                        request.getKey(),
                        Callers.operator().id());
        Replies.send(observer, toProto(added));
    }

    @Override
    public void replaceUpstreamKey(
            ReplaceUpstreamKeyRequest request,
            StreamObserver<io.weighbridge.proto.v1.UpstreamKey> observer) {
        UpstreamKey changed =
                keys.replace(
                        account(request.getAccount()),
                        request.getProvider(),
                        request.getKey(),
                        Callers.operator().id());
        Replies.send(observer, toProto(changed));
    }

    @Override
    public void removeUpstreamKey(
            RemoveUpstreamKeyRequest request, StreamObserver<RemoveUpstreamKeyReply> observer) {
        keys.remove(account(request.getAccount()), request.getProvider());
        Replies.send(observer, RemoveUpstreamKeyReply.getDefaultInstance());
    }

    @Override
    public void listUpstreamKeys(
            ListUpstreamKeysRequest request, StreamObserver<ListUpstreamKeysReply> observer) {
        ListUpstreamKeysReply.Builder reply = ListUpstreamKeysReply.newBuilder();
        for (UpstreamKey key : keys.list(account(request.getAccount()))) {
            reply.addKeys(toProto(key));
        }
        reply.addAllProviders(keys.providers());
        Replies.send(observer, reply.build());
    }

    private static io.weighbridge.proto.v1.UpstreamKey toProto(UpstreamKey key) {
        return io.weighbridge.proto.v1.UpstreamKey.newBuilder()
                .setAccount(IdKind.ACCOUNT.format(key.accountId()))
                .setProvider(key.provider())
                .setHint(key.hint())
                .setGivenAtMs(key.givenAtMs())
                .setGivenBy(key.givenBy() == 0 ? "" : IdKind.OPERATOR.format(key.givenBy()))
                .setLastUsedAtMs(key.lastUsedAtMs())
                .build();
    }
}
