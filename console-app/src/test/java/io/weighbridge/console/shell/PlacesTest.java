package io.weighbridge.console.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weighbridge.console.settings.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Filters that outlive a start, each connection's its own.
final class PlacesTest {
    private static final Address NARROW =
            Address.of(Route.USAGE).with("account", "acc_1").with("from", "17");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private Settings settings() {
        return Settings.open(directory.resolve("console.json"));
    }

    @Test
    void shouldFindTheFiltersAfterARestart() {
        Settings before = settings();
        Places places = new Places(before, "here");
        places.remember(NARROW);
        places.remember(Address.of(Route.USAGE, "use_1"));
        before.save();
        assertEquals(NARROW, new Places(settings(), "here").last(Route.USAGE));
        assertEquals(Address.of(Route.AUDIT), new Places(settings(), "here").last(Route.AUDIT));
        assertEquals(Address.of(Route.USAGE), new Places(settings(), "there").last(Route.USAGE));
    }

    @Test
    void shouldKeepNoSecretThatSomebodyPasted() throws IOException {
        String tail = "Ab3dEfGhIjKlMnOpQrStUvWxYz0123456";
        String secret = "wb_live_" + tail;
        Settings settings = settings();
        Places places = new Places(settings, "here");
        places.remember(Address.of(Route.LIVE).with("filter", secret));
        places.remember(Address.of(Route.ACCOUNTS).with("name", "Bearer " + secret + "\n"));
        places.remember(Address.of(Route.PLANS).with("filter", "is it wb_live_Ab3dEfGhIjKl?"));
        settings.save();
        String written = Files.readString(directory.resolve("console.json"));
        assertFalse(written.contains("Ab3d"), written);
        assertEquals("3456", places.last(Route.LIVE).filter("filter"));
        assertEquals("3456", places.last(Route.ACCOUNTS).filter("name"));
        assertEquals("wb_live_", places.last(Route.PLANS).filter("filter"));
        for (String name :
                List.of("whisper_large_transcription", "Acme Ltd", "acct_00g5q8vhk3m2x")) {
            assertEquals(name, Address.of(Route.USAGE).with("service", name).filter("service"));
        }
    }

    @Test
    void shouldPassOverWhatIsNoPlaceOfTheScreen() {
        Settings settings = settings();
        Places places = new Places(settings, "here");
        for (Object odd : new Object[] {"nothing", NARROW + "", "weighbridge:audit/7", 12}) {
            settings.put("place.here.audit", odd);
            assertEquals(Address.of(Route.AUDIT), places.last(Route.AUDIT));
        }
    }
}
