package io.weighbridge.backend.cli.importing;

import com.google.protobuf.ByteString;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.cli.client.Target;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.platform.http.DocumentHttp;
import io.weighbridge.backend.pricing.importing.PriceMapSource;
import io.weighbridge.proto.v1.FetchPriceMapRequest;
import io.weighbridge.proto.v1.ImportPriceMapRequest;
import io.weighbridge.proto.v1.PriceImport;
import io.weighbridge.proto.v1.PriceImportOptions;
import io.weighbridge.proto.v1.PriceImportsGrpc;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// Sends a price map, or its URL, to a running service.
final class ImportClient {
    /// How long a service may take: it may have to make thousands of services.
    static final int TIMEOUT_S = 600;

    private static final int FILE_BYTES_MAX = 16 << 20;
    private static final int PIECE_BYTES = 256 << 10;
    private static final int NAME_LENGTH_MAX = 200;
    private static final int REPLY_BYTES_MAX = 64 << 20;

    private final Target target;
    private final String token;

    /// @param token that says who calls; empty for none
    ImportClient(Target target, String token) {
        this.target = target;
        this.token = token;
    }

    /// @param here whether a URL is fetched by this process
    /// @throws StatusRuntimeException as the service answers
    /// @throws Fault INVALID_FIELD when there is no such file, SOURCE_UNREACHABLE
    PriceImport send(String source, boolean here, PriceImportOptions options)
            throws IOException, InterruptedException {
        boolean url = source.startsWith("https://") || source.startsWith("http://");
        byte[] map = null;
        if (url && here) {
            map = PriceMapSource.fromAnywhere().fetch(source);
        } else if (!url) {
            map = file(Path.of(source));
        }
        ManagedChannel channel = target.connect();
        Metadata headers = token.isEmpty() ? new Metadata() : BearerToken.metadata(token);
        Channel own =
                ClientInterceptors.intercept(
                        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
        try {
            return map == null
                    ? byUrl(own, source, options)
                    : upload(own, map, options.toBuilder().setSource(name(source, url)).build());
        } finally {
            channel.shutdownNow();
            channel.awaitTermination(1, TimeUnit.SECONDS);
        }
    }

    // Under which others' prices are kept.
    private static String name(String source, boolean url) {
        String name =
                url
                        ? DocumentHttp.withoutSecrets(source)
                        : String.valueOf(Path.of(source).getFileName());
        return name.substring(0, Math.min(NAME_LENGTH_MAX, name.length()));
    }

    private static byte[] file(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw Fault.invalid("FILE", file, "a file, or a URL that begins with https://");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] map = in.readNBytes(FILE_BYTES_MAX + 1);
            if (map.length > FILE_BYTES_MAX) {
                throw Fault.invalid("FILE", file + " is larger", "at most 16 MiB");
            }
            return map;
        }
    }

    private static PriceImport byUrl(Channel channel, String url, PriceImportOptions options) {
        return PriceImportsGrpc.newBlockingStub(channel)
                .withDeadlineAfter(TIMEOUT_S, TimeUnit.SECONDS)
                .withMaxInboundMessageSize(REPLY_BYTES_MAX)
                .fetchPriceMap(
                        FetchPriceMapRequest.newBuilder().setOptions(options).setUrl(url).build());
    }

    private static PriceImport upload(Channel channel, byte[] map, PriceImportOptions options) {
        Answer answer = new Answer();
        StreamObserver<ImportPriceMapRequest> pieces =
                PriceImportsGrpc.newStub(channel)
                        .withDeadlineAfter(TIMEOUT_S, TimeUnit.SECONDS)
                        .withMaxInboundMessageSize(REPLY_BYTES_MAX)
                        .importPriceMap(answer);
        pieces.onNext(ImportPriceMapRequest.newBuilder().setOptions(options).build());
        for (int from = 0; from < map.length; from += PIECE_BYTES) {
            int size = Math.min(PIECE_BYTES, map.length - from);
            pieces.onNext(
                    ImportPriceMapRequest.newBuilder()
                            .setChunk(ByteString.copyFrom(map, from, size))
                            .build());
        }
        pieces.onCompleted();
        try {
            return answer.reply.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StatusRuntimeException status) {
                throw status;
            }
            throw e;
        }
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
            PriceImport message = last;
            reply.complete(message == null ? PriceImport.getDefaultInstance() : message);
        }
    }
}
