package io.weighbridge.backend.testkit.model;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/// What model servers do, in short.
public final class Behaviours {
    /// Says hello, for 9 tokens in and 4 out.
    public static final ModelServer.Behaviour HELLO =
            (_, reply) -> reply.json(200, ModelTexts.answer("Hello!", ModelTexts.usage(9, 4)));

    private static final long EVENT_NANOS = 100_000;

    private Behaviours() {}

    /// Streams events with these data, and ends.
    public static ModelServer.Behaviour events(String... datas) {
        return (_, reply) -> {
            reply.stream();
            for (String data : datas) {
                reply.event(data);
            }
            reply.end();
        };
    }

    /// Streams the same event until who asked is gone.
    public static ModelServer.Behaviour endless(String data) {
        return (_, reply) -> {
            reply.stream();
            while (true) {
                reply.event(data);
                // At a model's pace, and not at the processor's.
                LockSupport.parkNanos(EVENT_NANOS);
            }
        };
    }

    /// Streams one event, and waits until who asked is gone.
    public static ModelServer.Behaviour silentAfter(String data) {
        return (_, reply) -> {
            reply.stream();
            reply.event(data);
            reply.awaitGone();
        };
    }

    /// Streams these bytes in two parts, and ends.
    public static ModelServer.Behaviour cut(byte[] bytes, int at, String... headers) {
        return (_, reply) -> {
            reply.stream(headers);
            reply.part(Arrays.copyOf(bytes, at));
            reply.part(Arrays.copyOfRange(bytes, at, bytes.length));
            reply.end();
        };
    }

    /// Does something, however that ends, and then tells it.
    public static ModelServer.Behaviour telling(
            CountDownLatch ended, ModelServer.Behaviour behaviour) {
        return (asked, reply) -> {
            try {
                behaviour.answer(asked, reply);
            } finally {
                ended.countDown();
            }
        };
    }

    /// Waits; an interrupt ends the answer.
    public static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
