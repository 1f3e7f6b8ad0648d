package io.weighbridge.backend.pricing.importing;

import static org.junit.jupiter.api.Assertions.fail;

import com.google.protobuf.ByteString;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.proto.v1.ImportPriceMapRequest;
import io.weighbridge.proto.v1.PriceImport;
import io.weighbridge.proto.v1.PriceImportOptions;
import io.weighbridge.proto.v1.PriceImportsGrpc;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A client that uploads maps, also in ways that it should not.
final class Upload {
    private static final int PIECE = 1 << 20;
    private static final int TIME_S = 10;

    private final Channel channel;

    Upload(Channel channel) {
        this.channel = channel;
    }

    /// @param token of who uploads
    Upload(ManagedChannel bare, String token) {
        this(ClientInterceptors.intercept(bare, BearerToken.attaching(token)));
    }

    private static final class Answer implements StreamObserver<PriceImport> {
        final CompletableFuture<PriceImport> reply = new CompletableFuture<>();
        private @Nullable PriceImport last;

        @Override
        public void onNext(PriceImport message) {
            last = message;
        }

        @Override
        public void onError(Throwable thrown) {
            reply.completeExceptionally(thrown);
        }

        @Override
        public void onCompleted() {
            reply.complete(last);
        }

        PriceImport await() {
            try {
                return reply.orTimeout(TIME_S, TimeUnit.SECONDS).join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof StatusRuntimeException status) {
                    throw status;
                }
                throw e;
            }
        }
    }

    private StreamObserver<ImportPriceMapRequest> begin(Answer answer) {
        return PriceImportsGrpc.newStub(channel).importPriceMap(answer);
    }

    private static ImportPriceMapRequest first(PriceImportOptions options) {
        return ImportPriceMapRequest.newBuilder().setOptions(options).build();
    }

    PriceImport send(String map, PriceImportOptions options) {
        Answer answer = new Answer();
        StreamObserver<ImportPriceMapRequest> pieces = begin(answer);
        pieces.onNext(first(options));
        byte[] bytes = map.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < bytes.length; from += PIECE) {
            int size = Math.min(PIECE, bytes.length - from);
            pieces.onNext(
                    ImportPriceMapRequest.newBuilder()
                            .setChunk(ByteString.copyFrom(bytes, from, size))
                            .build());
        }
        pieces.onCompleted();
        return answer.await();
    }

    void sendNothing() {
        Answer answer = new Answer();
        begin(answer).onCompleted();
        answer.await();
    }

    void sendOptionsTwice(PriceImportOptions options) {
        Answer answer = new Answer();
        StreamObserver<ImportPriceMapRequest> pieces = begin(answer);
        pieces.onNext(first(options));
        pieces.onNext(first(options));
        answer.await();
    }

    /// Begins an upload and leaves it open.
    ///
    /// @return what breaks it off
    private Runnable open() {
        StreamObserver<ImportPriceMapRequest> pieces = begin(new Answer());
        pieces.onNext(first(PriceImportOptions.getDefaultInstance()));
        return () -> pieces.onError(Status.CANCELLED.asRuntimeException());
    }

    private Status.Code tried() {
        try {
            send("{}", PriceImportOptions.getDefaultInstance());
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    /// Opens uploads, and leaves them open, until one more is refused because of them.
    ///
    /// @return what breaks them off
    List<Runnable> openUntilBusy() {
        List<Runnable> open = new ArrayList<>();
        await(
                Status.Code.UNAVAILABLE,
                () -> {
                    open.add(open());
                    return tried();
                });
        return open;
    }

    /// Waits until an upload is looked at again.
    void awaitFree() {
        await(Status.Code.INVALID_ARGUMENT, this::tried);
    }

    private static void await(Status.Code wanted, Supplier<Status.Code> attempt) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIME_S);
        Status.Code last = attempt.get();
        while (last != wanted) {
            if (System.nanoTime() > until) {
                fail("never " + wanted + ", but " + last);
            }
            last = attempt.get();
        }
    }
}
