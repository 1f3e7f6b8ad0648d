package io.weighbridge.backend.payments.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.ApiConnectionException;
import com.stripe.net.HttpClient;
import com.stripe.net.HttpContent;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;

import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import okio.Buffer;
import okio.BufferedSource;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Carries the SDK's requests, with bounds that its own client does not have: the size of an
/// answer, the time of a whole call, no redirect, no proxy of the machine.
final class StripeSocketsHttp extends HttpClient {
    static final int BODY_BYTES_MAX = 2 << 20;

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final long PIECE_BYTES = 16 << 10;

    private final OkHttpClient client;

    /// @param limit on the time of one call
    StripeSocketsHttp(Duration limit) {
        client =
                new OkHttpClient.Builder()
                        .proxy(Proxy.NO_PROXY)
                        // The key goes nowhere else.
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .connectTimeout(CONNECT)
                        .callTimeout(limit)
                        .build();
    }

    @Override
    public StripeResponse request(StripeRequest request) throws ApiConnectionException {
        Request.Builder builder = new Request.Builder().url(request.url());
        request.headers()
                .map()
                .forEach((name, values) -> values.forEach(each -> builder.addHeader(name, each)));
        builder.header("User-Agent", "Weighbridge")
                .method(request.method().name(), body(request.content()));
        try (Response response = client.newCall(builder.build()).execute()) {
            String body = read(response);
            requireStripes(response.code(), body);
            return new StripeResponse(
                    response.code(), HttpHeaders.of(response.headers().toMultimap()), body);
        } catch (IOException e) {
            throw new ApiConnectionException("no answer", e);
        }
    }

    private static @Nullable RequestBody body(@Nullable HttpContent content) {
        return content == null
                ? null
                : RequestBody.create(
                        content.byteArrayContent(), MediaType.get(content.contentType()));
    }

    // An error page of something in between says nothing of Stripe; the SDK trips over it.
    private static void requireStripes(int status, String body) throws IOException {
        JsonNode answer = StripeJson.read(body.getBytes(StandardCharsets.UTF_8));
        boolean isGood = status >= 200 && status < 300;
        if (isGood ? answer.isMissingNode() : !answer.path("error").isObject()) {
            throw new IOException(status + " without an answer of Stripe");
        }
    }

    private static String read(Response response) throws IOException {
        try (BufferedSource source = response.body().source();
                Buffer all = new Buffer()) {
            while (source.read(all, PIECE_BYTES) >= 0) {
                if (all.size() > BODY_BYTES_MAX) {
                    throw new IOException("an answer of more than " + BODY_BYTES_MAX + " bytes");
                }
            }
            return all.readString(StandardCharsets.UTF_8);
        }
    }
}
