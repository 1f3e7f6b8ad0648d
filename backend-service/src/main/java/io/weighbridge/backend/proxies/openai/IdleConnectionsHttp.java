package io.weighbridge.backend.proxies.openai;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1Connection;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.weighbridge.backend.platform.time.TimeSource;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// HTTP/1.1 whose connections are closed when they are idle: soon where nothing was asked yet. The
/// server by itself takes a long answer for idleness too, and has one time for both.
final class IdleConnectionsHttp implements ServerConnectionSelector {
    private static final long KEPT_MS = 120_000;
    private static final long LOOK_MS_MAX = 15_000;
    private static final long NOISE_MS = 200;

    private final ServerConnectionSelector http =
            Http1ConnectionSelector.builder().config(Http1Config.create()).build();
    private final TimeSource time;
    private final long firstMs;

    private IdleConnectionsHttp(TimeSource time, long firstMs) {
        this.time = time;
        this.firstMs = firstMs;
    }

    /// Lets a server close them.
    ///
    /// @param firstMs within which a connection has to ask for something
    static void close(WebServerConfig.Builder server, TimeSource time, long firstMs) {
        server.protocolsDiscoverServices(false)
                .addConnectionSelector(new IdleConnectionsHttp(time, firstMs))
                .idleConnectionTimeout(Duration.ofMillis(firstMs))
                .idleConnectionPeriod(Duration.ofMillis(Math.clamp(firstMs / 4, 1, LOOK_MS_MAX)));
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return new Watched((Http1Connection) http.connection(context));
    }

    /// One connection. Its thread serves it; the server's timer asks how long it is idle.
    private final class Watched implements ServerConnection, InterruptableTask<Void> {
        private final Http1Connection connection;
        private final long openedNanos = time.nanos();
        private volatile long busyNanos = openedNanos;
        private volatile boolean hasAsked;

        Watched(Http1Connection connection) {
            this.connection = connection;
        }

        @Override
        public void handle(Limit limit) throws InterruptedException {
            connection.handle(limit);
        }

        /// None while a request is served. The more patience after it is taken off, so that the
        /// server has one time for both.
        @Override
        public Duration idleTime() {
            long now = time.nanos();
            if (!connection.canInterrupt()) {
                hasAsked = true;
                busyNanos = now;
                return Duration.ZERO;
            }
            // What was asked and answered between two looks.
            long idleMs = connection.idleTime().toMillis();
            hasAsked |= TimeUnit.NANOSECONDS.toMillis(now - openedNanos) - idleMs > NOISE_MS;
            long waitingMs = Math.min(idleMs, TimeUnit.NANOSECONDS.toMillis(now - busyNanos));
            return Duration.ofMillis(hasAsked ? waitingMs - KEPT_MS + firstMs : waitingMs);
        }

        @Override
        public void close(boolean interrupt) {
            connection.close(interrupt);
        }

        @Override
        public boolean canInterrupt() {
            return connection.canInterrupt();
        }

        @Override
        public Void call() {
            throw new UnsupportedOperationException();
        }
    }
}
