package io.weighbridge.backend.compute.measure;

import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

import okio.Buffer;
import okio.BufferedSource;

import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;

/// Gets an exporter's page. Who answers is not trusted: no redirect is followed, time and size are
/// bounded.
final class ExporterHttp implements Pages {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final long PIECE_BYTES = 64 << 10;
    private static final String TEXT_FORMAT = "text/plain;version=0.0.4";

    // Made for the first page: most installations name no exporter, and start sooner without it.
    private static final class Client {
        private static final OkHttpClient HTTP =
                new OkHttpClient.Builder()
                        .proxy(Proxy.NO_PROXY)
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .callTimeout(LIMIT)
                        .build();
    }

    @Override
    public byte[] get(Exporter exporter) throws IOException, GarbledException {
        Request request =
                new Request.Builder().url(exporter.at()).header("Accept", TEXT_FORMAT).build();
        try (Response response = Client.HTTP.newCall(request).execute();
                BufferedSource source = response.body().source();
                Buffer all = new Buffer()) {
            if (!response.isSuccessful()) {
                throw new IOException("the answer is " + response.code());
            }
            while (source.read(all, PIECE_BYTES) >= 0) {
                if (all.size() > MetricText.BYTES_MAX) {
                    throw new GarbledException("more than " + MetricText.BYTES_MAX + " bytes");
                }
            }
            return all.readByteArray();
        }
    }
}
