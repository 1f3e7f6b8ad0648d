package io.weighbridge.backend.testkit;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.GateGrpc;
import io.weighbridge.proto.v1.MeterOpen;
import io.weighbridge.proto.v1.MeterProgress;
import io.weighbridge.proto.v1.MeterReply;
import io.weighbridge.proto.v1.MeterRequest;
import io.weighbridge.proto.v1.ReleaseRequest;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.UnitCount;

import org.junit.jupiter.api.Assertions;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/// One metering stream from the client's side.
public final class MeterClient implements ClientResponseObserver<MeterRequest, MeterReply> {
    private final BlockingQueue<MeterReply> replies = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
    private final AtomicReference<ClientCallStreamObserver<MeterRequest>> requests =
            new AtomicReference<>();
    private final boolean readsAtOnce;

    private MeterClient(boolean readsAtOnce) {
        this.readsAtOnce = readsAtOnce;
    }

    /// A stream that reads what comes.
    public static MeterClient open(Channel channel) {
        return open(channel, true);
    }

    /// A stream that reads only when told to.
    public static MeterClient openSlow(Channel channel) {
        return open(channel, false);
    }

    private static MeterClient open(Channel channel, boolean readsAtOnce) {
        MeterClient client = new MeterClient(readsAtOnce);
        var _ = GateGrpc.newStub(channel).meter(client);
        return client;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<MeterRequest> stream) {
        requests.set(stream);
        if (!readsAtOnce) {
            stream.disableAutoRequestWithInitial(1);
        }
    }

    /// Lets the connection hand over so many more replies.
    public void read(int count) {
        requests.get().request(count);
    }

    /// Sends anything.
    public synchronized void send(MeterRequest request) {
        requests.get().onNext(request);
    }

    /// Opens a call.
    public void open(String call, AuthorizeRequest request, long slice) {
        send(
                MeterRequest.newBuilder()
                        .setCall(call)
                        .setOpen(
                                MeterOpen.newBuilder()
                                        .setAuthorize(request)
                                        .setSliceOutputTokens(slice))
                        .build());
    }

    /// Tells what a call used.
    public void progress(String call, List<UnitCount> units) {
        send(
                MeterRequest.newBuilder()
                        .setCall(call)
                        .setProgress(MeterProgress.newBuilder().addAllUnits(units))
                        .build());
    }

    /// Settles.
    public void done(String call, long input, long output) {
        SettleRequest settle = Calls.settle("", input, output).build();
        send(MeterRequest.newBuilder().setCall(call).setDone(settle).build());
    }

    /// Releases.
    public void release(String call) {
        send(
                MeterRequest.newBuilder()
                        .setCall(call)
                        .setRelease(ReleaseRequest.getDefaultInstance())
                        .build());
    }

    /// The next reply; fails after 20 seconds.
    public MeterReply next() {
        try {
            MeterReply reply = replies.poll(20, TimeUnit.SECONDS);
            return reply == null ? Assertions.fail("no reply") : reply;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Assertions.fail("interrupted");
        }
    }

    /// Replies that came and were not taken.
    public int waiting() {
        return replies.size();
    }

    /// Whether more could be sent at once.
    public boolean isReady() {
        return requests.get().isReady();
    }

    /// Breaks the stream off.
    public void vanish() {
        requests.get().cancel("gone", null);
    }

    /// Ends it in order and waits for the server's end.
    public void complete() {
        requests.get().onCompleted();
        try {
            Assertions.assertTrue(ended.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onNext(MeterReply reply) {
        replies.add(reply);
    }

    /// The error that the server ended it with; fails after 20 seconds.
    public StatusRuntimeException failure() {
        try {
            return (StatusRuntimeException) failed.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            return Assertions.fail("no error", e);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        failed.complete(thrown);
        ended.countDown();
    }

    @Override
    public void onCompleted() {
        ended.countDown();
    }
}
