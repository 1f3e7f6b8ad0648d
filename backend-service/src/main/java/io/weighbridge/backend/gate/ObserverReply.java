package io.weighbridge.backend.gate;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.gate.settle.Reply;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.Replies;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.Function;

/// Answers a unary call later.
record ObserverReply<R, A>(StreamObserver<A> observer, Function<R, A> toProto) implements Reply<R> {
    private static final Logger LOG = LoggerFactory.getLogger(ObserverReply.class);

    @Override
    public void done(R result) {
        try {
            Replies.send(observer, toProto.apply(result));
        } catch (RuntimeException e) {
            // What was decided stands; only the telling failed.
            LOG.warn("A reply could not be sent", e);
        }
    }

    @Override
    public void failed(Fault fault) {
        try {
            Replies.fail(observer, fault);
        } catch (RuntimeException e) {
            LOG.warn("An error could not be sent", e);
        }
    }
}
