package io.weighbridge.backend.platform.http;

import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.tls.ServerTls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/// Where an HTTP server of ours listens: addresses that cannot be listened on are told as a fault
/// that names the setting.
public final class ListeningHttp {
    private ListeningHttp() {}

    /// A server's settings, but for what it serves and how much.
    ///
    /// @param settings what the names of its settings begin with, for example `http`
    /// @param address port 0 for any free one
    /// @param tls empty for plaintext
    /// @throws Fault INVALID_FIELD when the port is in use, or the address is not this machine's
    public static WebServerConfig.Builder at(
            String settings, InetSocketAddress address, Optional<ServerTls> tls) {
        InetAddress host = resolved(settings, address);
        requireFree(settings, new InetSocketAddress(host, address.getPort()));
        WebServerConfig.Builder builder =
                WebServerConfig.builder()
                        .address(host)
                        .port(address.getPort())
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .shutdownGracePeriod(Duration.ZERO);
        tls.ifPresent(own -> builder.tls(Tls.builder().sslContext(own.context()).buildPrototype()));
        return builder;
    }

    /// Starts it.
    ///
    /// @throws Fault INTERNAL when it does not
    public static WebServer start(WebServerConfig.Builder builder) {
        WebServer server = builder.build().start();
        if (!server.isRunning()) {
            throw Fault.internal("HTTP cannot listen on " + builder.host() + "; see the log", null);
        }
        return server;
    }

    private static InetAddress resolved(String settings, InetSocketAddress address) {
        try {
            return address.isUnresolved()
                    ? InetAddress.getByName(address.getHostString())
                    : address.getAddress();
        } catch (UnknownHostException e) {
            throw Fault.invalid(
                    settings + ".host", address.getHostString(), "an address of this machine");
        }
    }

    // The server only logs what is in its way.
    private static void requireFree(String settings, InetSocketAddress address) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("already in use")) {
                throw Fault.invalid(
                        settings + ".port",
                        address.getPort() + " is in use by another program",
                        "a free port");
            }
            throw Fault.invalid(
                    settings + ".host",
                    address.getHostString() + ": " + e.getMessage(),
                    "an address of this machine that may be listened on");
        }
    }
}
