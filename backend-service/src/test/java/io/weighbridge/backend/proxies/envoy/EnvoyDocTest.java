package io.weighbridge.backend.proxies.envoy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The page shows the configuration that the tests run.
final class EnvoyDocTest {
    @ParameterizedTest
    @ValueSource(strings = {"envoy.yaml", "ext_authz.yaml"})
    void showsTheConfigurationThatIsTested(String file) throws IOException {
        String page = Files.readString(Path.of("../docs/proxies/envoy.md"));
        Path tested = EnvoyBench.CONFIGURATION.resolveSibling(file);
        assertTrue(page.contains("```yaml\n" + Files.readString(tested) + "```\n"));
    }
}
