package io.weighbridge.benchmarks.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// NGINX as a plain proxy with kept connections before the model server.
final class NginxProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private NginxProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts it if it is installed.
    static Optional<NginxProcess> start(Path under, int upstream) throws IOException {
        Optional<Path> program =
                Stream.of("/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx")
                        .map(Path::of)
                        .filter(Files::isExecutable)
                        .findFirst();
        if (program.isEmpty()) {
            return Optional.empty();
        }
        Path folder = Files.createTempDirectory(under, "nginx").toAbsolutePath();
        int port = Ports.free();
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, configuration(folder, upstream, port));
        Process process =
                new ProcessBuilder(
                                List.of(
                                        program.get().toString(),
                                        "-p",
                                        folder.toString(),
                                        "-c",
                                        configuration.toString()))
                        .inheritIO()
                        .start();
        Ports.await(process, port);
        return Optional.of(new NginxProcess(process, port));
    }

    private static String configuration(Path folder, int upstream, int port) {
        return """
            daemon off; worker_processes 2; pid %1$s/pid; error_log %1$s/error.log;
            events { worker_connections 4096; }
            http {
              access_log off; client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/f; uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
              keepalive_requests 100000000; keepalive_timeout 600s;
              upstream model { server 127.0.0.1:%2$d; keepalive 128; keepalive_requests 100000000; }
              server {
                listen 127.0.0.1:%3$d;
                location / {
                  proxy_pass http://model; proxy_http_version 1.1; proxy_set_header Connection "";
                }
              }
            }
            """
                .formatted(folder, upstream, port);
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
