package io.weighbridge.backend.alerts;

import io.weighbridge.backend.platform.http.GuardedSocketsHttp;
import io.weighbridge.backend.platform.time.TimeSource;

import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import java.io.IOException;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// POSTs alerts. Neither the URL nor who answers is trusted: only addresses of the internet, looked
/// at when a connection is made; no redirects; bounds on time; nothing of the answer is read but
/// its status.
final class WebhookSenderHttp implements Sender, AutoCloseable {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration CALL = Duration.ofSeconds(15);

    private final OkHttpClient client;
    private final AlertText text;
    private final TimeSource time;

    WebhookSenderHttp(boolean privateToo, AlertText text, TimeSource time) {
        this.text = text;
        this.time = time;
        client =
                new OkHttpClient.Builder()
                        .socketFactory(new GuardedSocketsHttp(privateToo))
                        // A proxy would connect where we may not look.
                        .proxy(Proxy.NO_PROXY)
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .retryOnConnectionFailure(false)
                        .connectTimeout(CONNECT)
                        .callTimeout(CALL)
                        .build();
    }

    /// The URL in a text as it is kept, with a path always; empty when none may be sent to.
    static String url(String text, boolean privateToo) {
        HttpUrl url = HttpUrl.parse(text);
        return url != null
                        && (url.isHttps() || privateToo)
                        && url.username().isEmpty()
                        && url.password().isEmpty()
                        && url.fragment() == null
                ? url.toString()
                : "";
    }

    @Override
    public String send(Contact contact, Alert alert, byte[] secret) {
        byte[] body = text.json(alert).getBytes(StandardCharsets.UTF_8);
        String id = "alert_" + alert.id();
        long atSeconds = TimeUnit.MILLISECONDS.toSeconds(time.wallMs());
        Request request =
                new Request.Builder()
                        .url(contact.target())
                        .header("User-Agent", "Weighbridge")
                        .header("webhook-id", id)
                        .header("webhook-timestamp", Long.toString(atSeconds))
                        .header(
                                "webhook-signature",
                                MessageSignature.of(secret, id, atSeconds, body))
                        .post(RequestBody.create(body, JSON))
                        .build();
        try (Response response = client.newCall(request).execute()) {
            return response.isSuccessful() ? "" : "answered " + response.code();
        } catch (IOException e) {
            return GuardedSocketsHttp.refusal(e) != null
                    ? "its address is not one of the internet"
                    : "cannot be reached: " + e.getClass().getSimpleName();
        }
    }

    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }
}
