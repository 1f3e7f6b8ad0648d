package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.call.Cancel;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.wire.Endpoint;

import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import okio.BufferedSink;
import okio.BufferedSource;
import okio.GzipSource;
import okio.Okio;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The model server over HTTP. A request is sent at most once: it costs something.
final class UpstreamHttp implements Upstream, AutoCloseable {
    // Some servers close a connection that is idle for five seconds.
    private static final long KEPT_MS = 4_000;
    private static final MediaType JSON = MediaType.get("application/json");

    private final OkHttpClient client;
    private final String base;
    private final GatewaySettings settings;

    UpstreamHttp(GatewaySettings settings) {
        GatewaySettings.Limits limits = settings.limits();
        this.settings = settings;
        this.base = settings.upstream().toString().replaceAll("/+$", "");
        this.client =
                new OkHttpClient.Builder()
                        .connectTimeout(limits.connectTimeoutMs(), TimeUnit.MILLISECONDS)
                        .readTimeout(limits.firstByteTimeoutMs(), TimeUnit.MILLISECONDS)
                        .writeTimeout(limits.idleTimeoutMs(), TimeUnit.MILLISECONDS)
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .connectionPool(
                                new ConnectionPool(
                                        limits.callsMax(), KEPT_MS, TimeUnit.MILLISECONDS))
                        .build();
    }

    @Override
    public Exchange post(Endpoint endpoint, List<HeaderLine> headers, HeldBody body, Cancel cancel)
            throws IOException {
        Once once = new Once(body);
        Request.Builder request =
                new Request.Builder().url(HttpUrl.get(base + endpoint.path())).post(once);
        for (HeaderLine header : headers) {
            request.addHeader(header.name(), header.value());
        }
        request.header("Accept-Encoding", "identity");
        String key = settings.upstreamKey();
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        Call call = client.newCall(request.build());
        cancel.by(call::cancel);
        try {
            return new Answer(call.execute(), settings.limits().idleTimeoutMs());
        } catch (SocketTimeoutException e) {
            throw once.isSent() ? new NoAnswerException(e) : e;
        }
    }

    @Override
    public void close() {
        client.connectionPool().evictAll();
    }

    /// A body that is not sent a second time, and not kept once it is sent.
    private static final class Once extends RequestBody {
        private final int length;
        private final HeldBody body;
        private boolean isSent;

        Once(HeldBody body) {
            this.length = body.bytes().length;
            this.body = body;
        }

        boolean isSent() {
            return isSent;
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
                throw new IOException("a request is not sent twice");
            }
            var _ = sink.write(body.bytes());
            sink.flush();
            isSent = true;
            body.close();
        }
    }

    private static final class Answer implements Exchange {
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

        @Override
        public int status() {
            return response.code();
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
            return source.read(into);
        }

        @Override
        public void endWithin(int timeoutMs) {
            var _ = source.timeout().deadline(timeoutMs, TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            response.close();
        }
    }
}
