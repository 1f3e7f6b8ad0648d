package io.weighbridge.backend.proxies.forwardauth;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a page shows is the file that tests start.
final class ProxyPagesTest {
    private static final Path PAGES = Path.of("..", "docs", "proxies");

    @ParameterizedTest
    @CsvSource({
        "nginx.md, nginx/nginx.conf",
        "caddy.md, caddy/Caddyfile",
        "haproxy.md, haproxy/haproxy.cfg",
        "traefik.md, traefik/dynamic.yml"
    })
    void showsTheFile(String page, String file) throws IOException {
        String text = Files.readString(PAGES.resolve(page));
        String shown = Files.readString(PAGES.resolve(file));
        assertTrue(text.contains("\n" + shown + "```\n"), page + " does not show " + file);
        assertTrue(text.contains("](" + file + ")"), page + " does not lead to " + file);
    }
}
