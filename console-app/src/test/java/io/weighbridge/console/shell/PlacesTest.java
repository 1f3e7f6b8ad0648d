package io.weighbridge.console.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.console.settings.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

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
    void shouldPassOverWhatIsNoPlaceOfTheScreen() {
        Settings settings = settings();
        Places places = new Places(settings, "here");
        for (Object odd : new Object[] {"nothing", NARROW + "", "weighbridge:audit/7", 12}) {
            settings.put("place.here.audit", odd);
            assertEquals(Address.of(Route.AUDIT), places.last(Route.AUDIT));
        }
    }
}
