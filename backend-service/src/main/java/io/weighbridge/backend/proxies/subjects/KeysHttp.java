package io.weighbridge.backend.proxies.subjects;

import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

import okio.BufferedSource;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/// Asks a URL for a JWK set. Whatever comes has a limit of size and time, and no redirect is
/// followed.
final class KeysHttp {
    static final int BYTES_MAX = 256 << 10;

    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final URI url;
    private final OkHttpClient client =
            new OkHttpClient.Builder()
                    .followRedirects(false)
                    .followSslRedirects(false)
                    .callTimeout(LIMIT)
                    .build();

    KeysHttp(URI url) {
        this.url = url;
    }

    /// @throws IOException when it does not tell
    String get() throws IOException {
        Request request = new Request.Builder().url(url.toString()).build();
        try (Response response = client.newCall(request).execute();
                BufferedSource body = response.body().source()) {
            if (!response.isSuccessful()) {
                throw new IOException("it answers " + response.code());
            }
            if (body.request(BYTES_MAX + 1)) {
                throw new IOException("more than " + BYTES_MAX + " bytes");
            }
            return body.readUtf8();
        }
    }
}
