package io.weighbridge.backend.proxies.envoy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.services.ServiceSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The page shows the configuration that the tests run.
final class EnvoyDocTest {
    /// By ext_authz nothing is heard of a call that would let its hold live on.
    @Test
    void cutsAnAnswerBeforeItsHoldEnds() throws IOException {
        String text = Files.readString(EnvoyBench.CONFIGURATION.resolveSibling("ext_authz.yaml"));
        Matcher most = Pattern.compile("max_stream_duration: ([0-9]+)s").matcher(text);
        assertTrue(most.find());
        long mostMs = 1_000 * Long.parseLong(most.group(1));
        assertTrue(mostMs < ServiceSettings.HOLD_TTL_MS_DEFAULT, most::group);
    }

    @ParameterizedTest
    @ValueSource(strings = {"envoy.yaml", "ext_authz.yaml", "rate_limit.yaml"})
    void showsTheConfigurationThatIsTested(String file) throws IOException {
        String page = Files.readString(Path.of("../docs/proxies/envoy.md"));
        Path tested = EnvoyBench.CONFIGURATION.resolveSibling(file);
        assertTrue(page.contains("```yaml\n" + Files.readString(tested) + "```\n"));
    }
}
