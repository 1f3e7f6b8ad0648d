package io.weighbridge.backend.pricing.importing;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.proto.v1.ImportPriceMapRequest;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/// A map that comes in pieces. Its pieces, its end and its time limit are on different threads:
/// this object's monitor guards all of it.
final class UploadGrpc implements StreamObserver<ImportPriceMapRequest> {
    private static final int TIME_S = 120;

    private final Semaphore places;
    private final StreamObserver<io.weighbridge.proto.v1.PriceImport> observer;
    private final BiFunction<byte[], ImportOptions, ImportReport> whenWhole;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<Void> limit = new CompletableFuture<>();
    private @Nullable ImportOptions options;
    private boolean ended;

    private UploadGrpc(
            Semaphore places,
            StreamObserver<io.weighbridge.proto.v1.PriceImport> observer,
            BiFunction<byte[], ImportOptions, ImportReport> whenWhole) {
        this.places = places;
        this.observer = observer;
        this.whenWhole = whenWhole;
    }

    /// @param places one is taken until the upload ends
    /// @param whenWhole what is done with the map, on the caller's thread
    static StreamObserver<ImportPriceMapRequest> start(
            Semaphore places,
            StreamObserver<io.weighbridge.proto.v1.PriceImport> observer,
            BiFunction<byte[], ImportOptions, ImportReport> whenWhole) {
        UploadGrpc upload = new UploadGrpc(places, observer, whenWhole);
        if (places.tryAcquire()) {
            CompletableFuture<Void> _ =
                    upload.limit
                            .orTimeout(TIME_S, TimeUnit.SECONDS)
                            .whenComplete((nothing, late) -> upload.late(late));
        } else {
            upload.ended = true;
            Replies.fail(observer, busy());
        }
        return upload;
    }

    static Fault busy() {
        return Fault.of(
                ErrorCode.BUSY, "other imports run (expected: fewer at once; try again later)");
    }

    private void late(@Nullable Throwable late) {
        if (late != null) {
            fail(
                    Fault.invalid(
                            "chunk", "not all after " + TIME_S + " s", "a whole map within that"));
        }
    }

    private synchronized void fail(Throwable fault) {
        if (end()) {
            Replies.fail(observer, fault);
        }
    }

    // Whether it is this call that ends it.
    private synchronized boolean end() {
        if (ended) {
            return false;
        }
        ended = true;
        bytes.reset();
        places.release();
        limit.complete(null);
        return true;
    }

    @Override
    public synchronized void onNext(ImportPriceMapRequest request) {
        if (ended) {
            return;
        }
        try {
            if (options == null) {
                options = PriceImportsMapping.fromProto(request.getOptions());
            } else if (request.hasOptions()) {
                throw Fault.invalid("options", "a second time", "in the first message only");
            }
            PriceMapReader.requireSize((long) bytes.size() + request.getChunk().size());
            bytes.writeBytes(request.getChunk().toByteArray());
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    @Override
    public void onError(Throwable gone) {
        end();
    }

    // What is thrown here is answered by the interceptor.
    @Override
    public void onCompleted() {
        byte[] map;
        ImportOptions chosen;
        synchronized (this) {
            if (ended) {
                return;
            }
            chosen = options;
            map = bytes.toByteArray();
            if (chosen == null) {
                fail(Fault.invalid("options", "none", "a first message with them"));
                return;
            }
            // From here on nothing else ends it: the place is given back below.
            ended = true;
            limit.complete(null);
        }
        try {
            Replies.send(observer, PriceImportsMapping.toProto(whenWhole.apply(map, chosen)));
        } finally {
            places.release();
        }
    }
}
