package io.weighbridge.backend.proxies.mcp;

import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.proxies.call.Cancel;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.models.ServerSettings;
import io.weighbridge.backend.proxies.models.ServerTroubles;
import io.weighbridge.backend.proxies.openai.HeldAnswer;

import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import okio.BufferedSink;
import okio.BufferedSource;
import okio.GzipSource;
import okio.Okio;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A tool server over HTTP. A message is sent to it at most once.
final class ToolUpstreamHttp {
    // Some servers close a connection that is idle for five seconds.
    private static final long KEPT_MS = 4_000;
    private static final MediaType JSON = MediaType.get("application/json");

    private final OkHttpClient client;
    private final ServerSettings server;
    private final ServerTroubles troubles;

    ToolUpstreamHttp(ServerSettings server, int callsMax, TimeSource time) {
        this.server = server;
        this.troubles = new ServerTroubles("tool server", server, time);
        this.client =
                new OkHttpClient.Builder()
                        .connectTimeout(server.connectTimeoutMs(), TimeUnit.MILLISECONDS)
                        .readTimeout(server.firstByteTimeoutMs(), TimeUnit.MILLISECONDS)
                        .writeTimeout(server.idleTimeoutMs(), TimeUnit.MILLISECONDS)
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .connectionPool(
                                new ConnectionPool(callsMax, KEPT_MS, TimeUnit.MILLISECONDS))
                        .build();
    }

    /// Nothing was answered.
    static final class NoAnswerException extends IOException {
        private static final long serialVersionUID = 1L;

        private final boolean hasIt;
        private final boolean isLate;

        NoAnswerException(IOException cause, boolean hasIt) {
            super(cause);
            this.hasIt = hasIt;
            this.isLate = cause instanceof SocketTimeoutException;
        }

        /// Whether the server has all of the message, and time ran out.
        boolean mayBeDone() {
            return hasIt && isLate;
        }

        boolean isLate() {
            return isLate;
        }
    }

    /// Sends a message, and waits for the answer to begin.
    ///
    /// @param body null for none
    /// @throws NoAnswerException when none begins
    Answer send(String method, List<HeaderLine> headers, byte @Nullable [] body, Cancel cancel)
            throws NoAnswerException {
        Once once = body == null ? null : new Once(body);
        Request.Builder request =
                new Request.Builder().url(server.url().toString()).method(method, once);
        headers.forEach(header -> request.addHeader(header.name(), header.value()));
        request.header("Accept-Encoding", "identity");
        String key = server.key();
        if (key != null) {
            switch (server.keyHeader()) {
                case AUTHORIZATION -> request.header("Authorization", "Bearer " + key);
                case X_API_KEY -> request.header("x-api-key", key);
            }
        }
        Call call = client.newCall(request.build());
        cancel.by(call::cancel);
        try {
            return new Answer(call.execute(), server.idleTimeoutMs());
        } catch (IOException e) {
            if (!cancel.isCancelled()) {
                troubles.happened(e);
            }
            throw new NoAnswerException(e, once != null && once.isSent);
        }
    }

    /// Breaks off all that is open.
    void breakOff() {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }

    private static final class Once extends RequestBody {
        private final int length;
        // Let go once it is sent: an answer may take long.
        private byte[] body;
        private boolean isSent;

        Once(byte[] body) {
            this.body = body;
            this.length = body.length;
        }

        @Override
        public MediaType contentType() {
            return JSON;
        }

        @Override
        public long contentLength() {
            return length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            if (isSent) {
                throw new IOException("a message is not sent twice");
            }
            var _ = sink.write(body);
            sink.flush();
            isSent = true;
            body = new byte[0];
        }
    }

    /// An answer that has begun.
    static final class Answer implements HeldAnswer.Source, AutoCloseable {
        private final Response response;
        private final BufferedSource source;

        Answer(Response response, int idleTimeoutMs) {
            this.response = response;
            BufferedSource body = response.body().source();
            body.timeout().timeout(idleTimeoutMs, TimeUnit.MILLISECONDS);
            // It was asked not to.
            boolean isGzip = "gzip".equalsIgnoreCase(response.header("Content-Encoding"));
            this.source = isGzip ? Okio.buffer(new GzipSource(body)) : body;
        }

        int status() {
            return response.code();
        }

        List<HeaderLine> headers() {
            List<HeaderLine> headers = new ArrayList<>();
            for (var header : response.headers()) {
                headers.add(new HeaderLine(header.getFirst(), header.getSecond()));
            }
            return headers;
        }

        /// The value of a header, empty for none.
        String header(String name) {
            String value = response.header(name);
            return value == null ? "" : value;
        }

        @Override
        public int read(byte[] into) throws IOException {
            return source.read(into);
        }

        @Override
        public void close() {
            response.close();
        }
    }
}
