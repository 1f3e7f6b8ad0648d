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

/// HTTP/1.1 whose connections are closed when they are idle: soon where nothing was asked yet. The
/// server by itself takes a long answer for idleness too, and has one time for both.
final class IdleConnectionsHttp implements ServerConnectionSelector {
    private static final long KEPT_MS = 120_000;
    private static final ThreadLocal<Watched> SERVED = new ThreadLocal<>();

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
                .idleConnectionPeriod(Duration.ofMillis(Math.max(firstMs / 4, 1)));
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

    /// What was asked on this thread's connection has been answered.
    static void answered() {
        Watched connection = SERVED.get();
        if (connection != null) {
            connection.answered();
        }
    }

    /// One connection. Its thread serves it; the server's timer asks how long it is idle.
    private final class Watched implements ServerConnection, InterruptableTask<Void> {
        private final Http1Connection connection;
        private volatile long sinceNanos = time.nanos();
        private volatile boolean hasAsked;

        Watched(Http1Connection connection) {
            this.connection = connection;
        }

        @Override
        public void handle(Limit limit) throws InterruptedException {
            SERVED.set(this);
            try {
                connection.handle(limit);
            } finally {
                SERVED.remove();
            }
        }

        void answered() {
            sinceNanos = time.nanos();
            hasAsked = true;
        }

        /// None while a request is served. The more patience after one is taken off, as the server
        /// has one time for both.
        @Override
        public Duration idleTime() {
            if (!connection.canInterrupt()) {
                return Duration.ZERO;
            }
            Duration waiting = Duration.ofNanos(Math.max(0, time.nanos() - sinceNanos));
            return hasAsked ? waiting.minusMillis(KEPT_MS - firstMs) : waiting;
        }

        @Override
        public void close(boolean interrupt) {
            connection.close(interrupt);
        }

        @Override
        public boolean canInterrupt() {
            return connection.canInterrupt();
        }

        /// Nobody's: the server runs a connection by [#handle], and only asks [#canInterrupt].
        @Override
        public Void call() {
            throw new UnsupportedOperationException("a connection is run by handle");
        }
    }
}
