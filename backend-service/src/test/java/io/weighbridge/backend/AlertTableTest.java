package io.weighbridge.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.weighbridge.backend.alerts.AlertSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Which settings of alerts go together.
final class AlertTableTest {
    @TempDir Path directory;

    private static ConfigReader read(String... flags) {
        List<String> all = new ArrayList<>(List.of(flags));
        all.add("data_directory=data");
        return ConfigReader.read(null, Map.of(), all);
    }

    private static List<String> problems(String... flags) {
        return read(flags).problems();
    }

    @Test
    void thereIsNoMailUnlessSet() {
        assertNull(read().config().alerts().mail());
    }

    @Test
    void mailsHaveASender() {
        assertEquals(1, problems("alerts.mail_host=mail.example").size());
        assertEquals(1, problems("alerts.mail_from=a@b.example, c@d.example").size());
        assertEquals(
                List.of(),
                problems("alerts.mail_host=mail.example", "alerts.mail_from=a@b.example"));
    }

    @Test
    void noPasswordGoesInClearToAnotherMachine() {
        String[] bare = {
            "alerts.mail_host=mail.example",
            "alerts.mail_from=a@b.example",
            "alerts.mail_security=none",
            "alerts.mail_user=anna"
        };
        assertEquals(1, problems(bare).size());
        bare[0] = "alerts.mail_host=127.0.0.1";
        assertEquals(List.of(), problems(bare));
        bare[0] = "alerts.mail_host=mail.example";
        bare[3] = "alerts.mail_user=";
        assertEquals(List.of(), problems(bare));
    }

    @Test
    void thePasswordMayStandInAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "canary\nmore");
        AlertSettings.MailSettings mail =
                Objects.requireNonNull(
                        read(
                                        "alerts.mail_host=mail.example",
                                        "alerts.mail_from=a@b.example",
                                        "alerts.mail_user=anna",
                                        "alerts.mail_password_file=" + file)
                                .config()
                                .alerts()
                                .mail());
        assertEquals("canary", mail.password());
        assertEquals(AlertSettings.Security.STARTTLS, mail.security());
    }
}
