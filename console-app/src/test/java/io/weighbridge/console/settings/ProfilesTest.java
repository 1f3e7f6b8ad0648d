package io.weighbridge.console.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.Profile;
import io.weighbridge.console.client.Trust;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A file of settings that another console or a person wrote.
final class ProfilesTest {
    private static final Profile GOOD =
            new Profile(
                    "good",
                    "weigh-1:7443",
                    new Trust.Authorities(),
                    "ada",
                    Profile.Environment.PRODUCTION);

    private static final String WRITTEN =
            """
            {
              "theme": null,
              "profiles": [
                {"name": "next", "address": "a:1", "trust": "system", "user": "ada",
                 "environment": "staging"},
                {"name": "odd", "address": "a:1", "trust": null, "user": "ada",
                 "environment": "TEST"},
                {"name": "zero", "address": "a:1", "trust": "a\\u0000b", "user": "ada",
                 "environment": "TEST"},
                null,
                {"name": "newer", "colour": "red"},
                {"name": "good", "address": "weigh-1:7443", "trust": "system", "user": "ada",
                 "environment": "PRODUCTION"}
              ]
            }
            """;

    @Test
    void shouldPassOverWhatItCannotUnderstandAndKeepIt(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("console.json");
        Files.writeString(file, WRITTEN);
        Settings settings = Settings.open(file);
        assertTrue(settings.get("theme", String.class).isEmpty());
        Profiles profiles = new Profiles(settings);
        assertEquals(List.of(GOOD), profiles.all());
        Profile other =
                new Profile("other", "b:1", new Trust.Plaintext(), "bob", Profile.Environment.DEMO);
        profiles.use(other);
        profiles.use(GOOD);
        assertEquals(List.of(GOOD, other), new Profiles(Settings.open(file)).all());
        profiles.remove("good");
        assertEquals(List.of(other), new Profiles(Settings.open(file)).all());
        String kept = Files.readString(file);
        assertTrue(kept.contains("staging") && kept.contains("newer"), kept);
        assertFalse(kept.contains("weigh-1"), kept);
    }
}
