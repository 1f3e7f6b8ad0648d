package io.weighbridge.backend.gate;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.gate.settle.Reply;
import io.weighbridge.backend.gate.settle.SettleResult;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.proto.v1.SettleBatchItem;
import io.weighbridge.proto.v1.SettleBatchReply;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Gathers the answers to a batch of settles and sends them when all are there.
final class SettleBatchGrpc {
    private static final Logger LOG = LoggerFactory.getLogger(SettleBatchGrpc.class);

    private final AtomicReferenceArray<SettleBatchItem> items;
    private final AtomicInteger missing;
    private final StreamObserver<SettleBatchReply> observer;

    SettleBatchGrpc(int size, StreamObserver<SettleBatchReply> observer) {
        this.items = new AtomicReferenceArray<>(size);
        this.missing = new AtomicInteger(size);
        this.observer = observer;
    }

    Reply<SettleResult> item(int position) {
        return new Reply<>() {
            @Override
            public void done(SettleResult result) {
                put(
                        position,
                        SettleBatchItem.newBuilder()
                                .setSettled(GateMapping.toProto(result))
                                .build());
            }

            @Override
            public void failed(Fault fault) {
                put(
                        position,
                        SettleBatchItem.newBuilder().setError(GateMapping.toProto(fault)).build());
            }
        };
    }

    private void put(int position, SettleBatchItem item) {
        items.set(position, item);
        if (missing.decrementAndGet() > 0) {
            return;
        }
        SettleBatchReply.Builder reply = SettleBatchReply.newBuilder();
        for (int i = 0; i < items.length(); i++) {
            reply.addItems(items.get(i));
        }
        try {
            Replies.send(observer, reply.build());
        } catch (RuntimeException e) {
            LOG.warn("A reply could not be sent", e);
        }
    }
}
