package io.weighbridge.backend.platform.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// In a process of its own, because the JDK reads the setting once.
final class CarrierThreadsTest {
    private static Process child() throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-XX:ActiveProcessorCount=2");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(CarrierChild.class.getName());
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    @Test
    void shouldLeaveACarrierToOthersWhileEveryConnectionReads() throws Exception {
        Process child = child();
        try {
            assertTrue(child.waitFor(2, TimeUnit.MINUTES), "nobody else came to speak");
            assertEquals(
                    CarrierChild.SPOKE,
                    new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .strip());
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void shouldLeaveWhatWasSet() {
        String before = System.getProperty(CarrierThreads.PROPERTY);
        try {
            System.setProperty(CarrierThreads.PROPERTY, "3");
            CarrierThreads.makeRoom();
            assertEquals("3", System.getProperty(CarrierThreads.PROPERTY));
        } finally {
            if (before == null) {
                System.clearProperty(CarrierThreads.PROPERTY);
            } else {
                System.setProperty(CarrierThreads.PROPERTY, before);
            }
        }
    }
}
