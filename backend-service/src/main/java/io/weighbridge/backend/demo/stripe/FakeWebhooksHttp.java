package io.weighbridge.backend.demo.stripe;

import io.weighbridge.backend.platform.time.TimeSource;

import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Delivers events as Stripe does: signed, in no order, some more than once, and again until
/// somebody answers with a status below 300.
public final class FakeWebhooksHttp implements Consumer<FakeEvent>, AutoCloseable {
    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");
    private static final Duration CALL = Duration.ofSeconds(10);

    private final Supplier<URI> endpoint;
    private final List<String> secrets;
    private final Habits habits;
    private final TimeSource time;
    private final OkHttpClient client =
            new OkHttpClient.Builder()
                    .proxy(Proxy.NO_PROXY)
                    .followRedirects(false)
                    .callTimeout(CALL)
                    .build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// How events are delivered.
    ///
    /// @param copies of each, at the same time
    /// @param delayMsMost each waits at random up to so long, so that they overtake each other
    /// @param retriesMs waits before it is tried again; after the last it is given up
    public record Habits(int copies, int delayMsMost, List<Integer> retriesMs) {
        public Habits {
            retriesMs = List.copyOf(retriesMs);
        }

        /// Quick and at once, for the demo.
        public static Habits good() {
            return new Habits(1, 0, List.of(1_000, 5_000, 30_000, 120_000));
        }
    }

    /// @param endpoint where to, asked for at each try
    /// @param secrets it signs with each
    public FakeWebhooksHttp(
            Supplier<URI> endpoint, List<String> secrets, Habits habits, TimeSource time) {
        this.endpoint = endpoint;
        this.secrets = List.copyOf(secrets);
        this.habits = habits;
        this.time = time;
    }

    @Override
    public void accept(FakeEvent event) {
        for (int copy = 0; copy < habits.copies(); copy++) {
            threads.execute(() -> deliver(event));
        }
    }

    private void deliver(FakeEvent event) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(habits.delayMsMost() + 1));
            if (isTaken(event)) {
                return;
            }
            for (int waitMs : habits.retriesMs()) {
                Thread.sleep(waitMs);
                if (isTaken(event)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Each try is signed anew.
    private boolean isTaken(FakeEvent event) {
        byte[] body = event.bytes();
        Request request =
                new Request.Builder()
                        .url(endpoint.get().toString())
                        .header("User-Agent", "Stripe/1.0 (stand-in)")
                        .header(
                                "Stripe-Signature",
                                FakeSignature.header(secrets, time.wallMs() / 1_000, body))
                        .post(RequestBody.create(body, JSON))
                        .build();
        try (Response response = client.newCall(request).execute()) {
            return response.isSuccessful();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
