package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.call.Further;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.OpenCall;
import io.weighbridge.backend.proxies.models.ServerSettings;

import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import okio.BufferedSink;
import okio.BufferedSource;
import okio.GzipSource;
import okio.Okio;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// A model server over HTTP. A request is sent to it at most once: it costs something.
final class UpstreamHttp implements AutoCloseable {
    // Some servers close a connection that is idle for five seconds.
    private static final long KEPT_MS = 4_000;
    private static final int PART_BYTES = 64 << 10;

    private final OkHttpClient client;
    private final String base;
    private final ServerSettings server;
    private final SlowPeers slow;
    // By path, of which there are as many as endpoints.
    private final Map<String, HttpUrl> urls = new ConcurrentHashMap<>();

    /// @param callsMax at the same time
    UpstreamHttp(ServerSettings server, int callsMax, SlowPeers slow) {
        this.server = server;
        this.slow = slow;
        this.base = server.url().toString().replaceAll("/+$", "");
        this.client =
                new OkHttpClient.Builder()
                        .connectTimeout(server.connectTimeoutMs(), TimeUnit.MILLISECONDS)
                        // A connection of HTTP/2 outlives a call that is broken off: one that is
                        // dead would cost all the calls that come to it.
                        .protocols(List.of(Protocol.HTTP_1_1))
                        // What takes too long is seen by who watches all of them.
                        .readTimeout(0, TimeUnit.MILLISECONDS)
                        .writeTimeout(0, TimeUnit.MILLISECONDS)
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .connectionPool(
                                new ConnectionPool(callsMax, KEPT_MS, TimeUnit.MILLISECONDS))
                        .build();
    }

    /// Sends a request, and waits for the answer to begin.
    ///
    /// @param path below its base URL
    /// @param model what it is called there
    /// @param isLast whether nobody else is asked, so that the body is let go once it is written
    /// @param own shown instead of the server's key, null for none
    /// @param made whose hold lives on while the body is taken
    /// @throws NotSentException when it does not have all of the request
    /// @throws NoAnswerException when it has, and did not answer in time
    Upstream.Exchange post(
            String path,
            String model,
            List<HeaderLine> headers,
            HeldBody body,
            boolean isLast,
            @Nullable OwnKey own,
            OpenCall made)
            throws IOException {
        Once once = new Once(model, body, isLast, made);
        HttpUrl url = urls.computeIfAbsent(path, each -> HttpUrl.get(base + each));
        Request.Builder request = new Request.Builder().url(url).post(once);
        for (HeaderLine header : headers) {
            request.addHeader(header.name(), header.value());
        }
        request.header("Accept-Encoding", "identity");
        String key = own == null ? server.key() : own.secret().value();
        if (key != null) {
            switch (server.keyHeader()) {
                case AUTHORIZATION -> request.header("Authorization", "Bearer " + key);
                case X_API_KEY -> request.header("x-api-key", key);
            }
        }
        Call call = client.newCall(request.build());
        made.cancel().by(call::cancel);
        SlowPeers.Watch watch = slow.watch(call::cancel);
        once.watchBy(watch, server);
        boolean isAnswered = false;
        try {
            // To connect, which has a time of its own for each address, and to agree on keys: not
            // longer than the hold is sure to live.
            watch.begin(
                    Math.min(
                            server.firstByteTimeoutMs(),
                            (long) server.connectTimeoutMs() + server.idleTimeoutMs()));
            Answer answer = new Answer(call.execute(), model, server.idleTimeoutMs(), watch);
            var _ = watch.end();
            isAnswered = true;
            return answer;
        } catch (IOException e) {
            IOException why = watch.isBrokenOff() ? tooLate(e) : e;
            if (!once.isSent()) {
                throw new NotSentException(why);
            }
            throw watch.isBrokenOff() ? new NoAnswerException(why) : why;
        } finally {
            if (!isAnswered) {
                watch.close();
            }
        }
    }

    private static SocketTimeoutException tooLate(IOException brokenOff) {
        SocketTimeoutException late = new SocketTimeoutException("too late");
        var _ = late.initCause(brokenOff);
        return late;
    }

    @Override
    public void close() {
        client.connectionPool().evictAll();
    }

    /// A body that is not sent to this server a second time, and not kept once it is sent to the
    /// last one.
    private static final class Once extends RequestBody {
        private final String model;
        private final MediaType type;
        private final long length;
        private final HeldBody body;
        private final boolean isLast;
        private final OpenCall made;
        private SlowPeers.@Nullable Watch watch;
        private int partTimeoutMs;
        private int answerTimeoutMs;
        private boolean isSent;

        Once(String model, HeldBody body, boolean isLast, OpenCall made) {
            this.model = model;
            this.type = MediaType.get(body.sent().contentType());
            this.length = body.sent().length(model);
            this.body = body;
            this.isLast = isLast;
            this.made = made;
        }

        /// Each part may take so long, and so may the answer from then on.
        void watchBy(SlowPeers.Watch how, ServerSettings server) {
            watch = how;
            partTimeoutMs = server.idleTimeoutMs();
            answerTimeoutMs = server.firstByteTimeoutMs();
        }

        private void mayTake(int timeoutMs) {
            if (watch != null) {
                watch.begin(timeoutMs);
            }
        }

        // A key that may not be used any more ends the call at its answer.
        private void keepHold() throws IOException {
            if (made.keep() instanceof Further.Lost) {
                throw new IOException("the hold expired");
            }
        }

        boolean isSent() {
            return isSent;
        }

        @Override
        public MediaType contentType() {
            return type;
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
                throw new IOException("a request is not sent twice");
            }
            body.sent().writeTo(model, new Parts(sink));
            sink.flush();
            isSent = true;
            mayTake(answerTimeoutMs);
            if (isLast) {
                body.close();
            }
        }

        /// Writes in parts, of which each may take so long.
        private final class Parts extends OutputStream {
            private final BufferedSink sink;

            Parts(BufferedSink sink) {
                this.sink = sink;
            }

            @Override
            public void write(int b) throws IOException {
                var _ = sink.writeByte(b);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                for (int at = from; at < from + length; at += PART_BYTES) {
                    keepHold();
                    mayTake(partTimeoutMs);
                    var _ = sink.write(bytes, at, Math.min(PART_BYTES, from + length - at));
                }
            }
        }
    }

    private static final class Answer implements Upstream.Exchange {
        private final Response response;
        private final String model;
        private final BufferedSource source;
        private final int idleTimeoutMs;
        private final SlowPeers.Watch watch;
        private boolean isEnding;

        Answer(Response response, String model, int idleTimeoutMs, SlowPeers.Watch watch) {
            this.response = response;
            this.model = model;
            this.idleTimeoutMs = idleTimeoutMs;
            this.watch = watch;
            BufferedSource body = response.body().source();
            // It was asked not to.
            boolean isGzip = "gzip".equalsIgnoreCase(response.header("Content-Encoding"));
            this.source = isGzip ? Okio.buffer(new GzipSource(body)) : body;
        }

        @Override
        public int status() {
            return response.code();
        }

        @Override
        public String model() {
            return model;
        }

        @Override
        public List<HeaderLine> headers() {
            List<HeaderLine> headers = new ArrayList<>();
            for (var header : response.headers()) {
                headers.add(new HeaderLine(header.getFirst(), header.getSecond()));
            }
            return headers;
        }

        @Override
        public int read(byte[] into) throws IOException {
            if (!isEnding) {
                watch.begin(idleTimeoutMs);
            }
            try {
                return source.read(into);
            } catch (IOException e) {
                throw watch.isBrokenOff() ? tooLate(e) : e;
            } finally {
                if (!isEnding) {
                    var _ = watch.end();
                }
            }
        }

        @Override
        public void endWithin(int timeoutMs) {
            isEnding = true;
            watch.begin(timeoutMs);
        }

        @Override
        public void close() {
            watch.close();
            response.close();
        }
    }
}
