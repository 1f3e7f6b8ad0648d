package io.weighbridge.benchmarks.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Envoy with the configuration that docs/proxies/envoy.md shows, before the model server.
final class EnvoyProcess implements AutoCloseable {
    private static final Path CONFIGURATION =
            Path.of("..", "docs", "proxies", "envoy", "envoy.yaml");

    private final Process process;
    private final int port;

    /// @param gate the port that it asks
    /// @param secret of a proxy's credential
    EnvoyProcess(Path under, int upstream, int gate, String secret) throws IOException {
        Path folder = Files.createTempDirectory(under, "envoy");
        port = Ports.free();
        String text =
                Files.readString(CONFIGURATION)
                        .replace("port_value: 8080", "port_value: " + port)
                        .replace("port_value: 7447", "port_value: " + gate)
                        .replace("port_value: 8000", "port_value: " + upstream)
                        .replace("wb-proxy_live_SECRET", secret);
        Path file = Files.writeString(folder.resolve("envoy.yaml"), text);
        process =
                new ProcessBuilder(
                                Installed.path("python/bin/envoy").toString(),
                                "-c",
                                file.toString(),
                                "--concurrency",
                                "2",
                                "--use-dynamic-base-id",
                                "-l",
                                "error")
                        .inheritIO()
                        .start();
        Ports.await(process, port);
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
