package io.weighbridge.backend.proxies.envoy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The page shows the configuration that the tests run.
final class EnvoyDocTest {
    @Test
    void showsTheConfigurationThatIsTested() throws IOException {
        String page = Files.readString(Path.of("../docs/proxies/envoy.md"));
        String shown = "```yaml\n" + Files.readString(EnvoyBench.CONFIGURATION) + "```\n";
        assertTrue(page.contains(shown));
    }
}
