package io.weighbridge.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Where Envoy may ask, and that it may not where nobody said so.
final class EnvoyTableTest {
    private static List<String> problems(String... flags) {
        List<String> all = new ArrayList<>(List.of(flags));
        all.add("data_directory=data");
        return ConfigReader.read(null, Map.of(), all).problems();
    }

    @Test
    void isOffUnlessSet() {
        assertTrue(
                ConfigReader.read(null, Map.of(), List.of("data_directory=data"))
                        .config()
                        .envoy()
                        .isEmpty());
    }

    @Test
    void otherMachinesNeedTlsOrALeave() {
        assertEquals(1, problems("envoy.enabled=true", "envoy.host=0.0.0.0").size());
        assertEquals(List.of(), problems("envoy.host=0.0.0.0"));
        assertEquals(
                List.of(),
                problems("envoy.enabled=true", "envoy.host=0.0.0.0", "envoy.plaintext=true"));
        assertEquals(1, problems("envoy.enabled=true", "envoy.tls=true").size());
    }

    /// What proxies must show a certificate for cannot be had without.
    @Test
    void whereCertificatesAreWantedItIsNotOpenWithout() {
        String[] certificates = {"tls.certificate=c", "tls.key=k", "tls.client_ca=a"};
        List<String> flags = new ArrayList<>(List.of(certificates));
        flags.add("envoy.enabled=true");
        assertEquals(1, problems(flags.toArray(String[]::new)).size());
        flags.add("envoy.tls=true");
        assertEquals(List.of(), problems(flags.toArray(String[]::new)));
    }
}
