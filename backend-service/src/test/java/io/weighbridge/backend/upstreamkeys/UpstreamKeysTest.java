package io.weighbridge.backend.upstreamkeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.secrets.SecretBox;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LosingStore;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// Keys sealed, opened, replaced and removed, on a real store.
final class UpstreamKeysTest {
    private static final String KEY = "sk-or-v1-canary-0123456789-wxyz";
    private static final String OTHER = "sk-or-v1-other-9876543210-stuv";

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    @AutoClose private EmptyStore opened;
    private SqlUpstreamKeyStore real;
    private LosingStore<UpstreamKeyStore> losing;
    private UpstreamKeys keys;

    @BeforeEach
    void open() {
        opened = EmptyStore.sqlite(directory).withCatalogue();
        real = new SqlUpstreamKeyStore(opened.database());
        losing = new LosingStore<>(UpstreamKeyStore.class, real);
        keys = keys("secrets");
    }

    private UpstreamKeys keys(String secrets) {
        return keys(secrets, time);
    }

    private UpstreamKeys keys(String secrets, TimeSource clock) {
        return new UpstreamKeys(
                losing.store(),
                new SecretBox(directory.resolve(secrets)),
                Set.of("openrouter", "openai"),
                new IdSource(time),
                clock);
    }

    private static String open(UpstreamKeys all, long account, String provider) {
        UpstreamSecret secret = all.table().open(account, provider);
        return secret == null ? "none" : secret.value();
    }

    private static ErrorCode code(org.junit.jupiter.api.function.Executable what) {
        Fault fault = assertThrows(Fault.class, what);
        assertFalse(fault.logText().contains(KEY), fault.logText());
        return fault.code();
    }

    @Test
    void shouldOpenAKeyForItsAccountAndProviderOnly() {
        var _ = keys.add(1, "openrouter", KEY, 7);
        assertEquals(KEY, open(keys, 1, "openrouter"));
        assertEquals("none", open(keys, 2, "openrouter"));
        assertEquals("none", open(keys, 1, "openai"));
        assertEquals(KEY, open(keys("secrets"), 1, "openrouter"), "after a new start");
    }

    @Test
    void shouldNotOpenARowThatWasMovedChangedOrIsOfAnotherInstallation() {
        UpstreamKey mine = keys.add(1, "openrouter", KEY, 7);
        String sealed = mine.sealed();
        assertFalse(sealed.contains(KEY));
        // Its bytes under another account, under another provider, and with one of them changed.
        real.add(new UpstreamKey(91, 2, "openrouter", sealed, "…", 1, 0, 0), Changes.ANY);
        real.add(new UpstreamKey(92, 1, "openai", sealed, "…", 1, 0, 0), Changes.ANY);
        char last = sealed.charAt(sealed.length() - 8);
        String changed =
                sealed.substring(0, sealed.length() - 8)
                        + (last == 'A' ? 'B' : 'A')
                        + sealed.substring(sealed.length() - 7);
        real.add(new UpstreamKey(93, 2, "openai", changed, "…", 1, 0, 0), Changes.ANY);
        UpstreamKeys again = keys("secrets");
        assertEquals(KEY, open(again, 1, "openrouter"));
        assertEquals(ErrorCode.INTERNAL, code(() -> open(again, 2, "openrouter")));
        assertEquals(ErrorCode.INTERNAL, code(() -> open(again, 1, "openai")));
        assertEquals(ErrorCode.INTERNAL, code(() -> open(again, 2, "openai")));
        assertEquals(ErrorCode.INTERNAL, code(() -> open(keys("other-secrets"), 1, "openrouter")));
    }

    @Test
    void shouldReplaceAndRemoveAtOnce() {
        UpstreamKey first = keys.add(1, "openrouter", KEY, 7);
        assertEquals("…wxyz", first.hint());
        assertEquals(ErrorCode.NAME_TAKEN, code(() -> keys.add(1, "openrouter", OTHER, 7)));
        assertEquals(KEY, open(keys, 1, "openrouter"));
        UpstreamKey second = keys.replace(1, "openrouter", OTHER, 8);
        assertEquals("…stuv", second.hint());
        assertEquals(8, second.givenBy());
        assertEquals(OTHER, open(keys, 1, "openrouter"));
        keys.remove(1, "openrouter");
        keys.remove(1, "openrouter");
        assertFalse(keys.table().has(1, "openrouter"));
        assertNull(keys.table().open(1, "openrouter"));
        assertEquals(
                ErrorCode.UPSTREAM_KEY_UNKNOWN, code(() -> keys.replace(1, "openrouter", KEY, 7)));
        assertNotNull(keys.add(1, "openrouter", KEY, 7));
    }

    @Test
    void shouldRefuseWhatIsNoKeyAndNoProviderWithoutTellingTheKey() {
        for (String wrong : new String[] {"", "short", KEY + " ", KEY + "\n", KEY + "ü"}) {
            assertEquals(ErrorCode.INVALID_FIELD, code(() -> keys.add(1, "openai", wrong, 7)));
        }
        assertEquals(ErrorCode.INVALID_FIELD, code(() -> keys.add(1, "elsewhere", KEY, 7)));
        assertEquals(0, keys.list(1).size());
        // Four characters would be half of it.
        assertEquals("…", keys.add(1, "openai", "12345678", 7).hint());
    }

    @Test
    void shouldTellItInNoText() {
        UpstreamKey added = keys.add(1, "openrouter", KEY, 7);
        assertFalse(added.toString().contains(added.sealed()), added.toString());
        assertFalse(String.valueOf(keys.table().open(1, "openrouter")).contains(KEY));
    }

    @Test
    void shouldRememberTheLastUseOfThePresentKey() {
        var _ = keys.add(1, "openrouter", KEY, 7);
        assertEquals(0, keys.list(1).getFirst().lastUsedAtMs());
        time.pass(1_000);
        String _ = open(keys, 1, "openrouter");
        long usedAtMs = time.wallMs();
        assertEquals(usedAtMs, keys.list(1).getFirst().lastUsedAtMs());
        assertEquals(0, real.all().getFirst().lastUsedAtMs());
        keys.saveUses();
        assertEquals(usedAtMs, real.all().getFirst().lastUsedAtMs());
        keys.saveUses();
        assertEquals(usedAtMs, keys.list(1).getFirst().lastUsedAtMs());
        String _ = open(keys, 1, "openrouter");
        var _ = keys.replace(1, "openrouter", OTHER, 7);
        assertEquals(0, keys.list(1).getFirst().lastUsedAtMs());
    }

    /// The call was made with the one before.
    @Test
    void shouldNotTakeAUseForOneOfAKeyThatCameMeanwhile() {
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        TimeSource interrupted =
                new TimeSource() {
                    @Override
                    public long nanos() {
                        meanwhile.getAndSet(() -> {}).run();
                        return time.nanos();
                    }

                    @Override
                    public long wallMs(long nanos) {
                        return time.wallMs(nanos);
                    }
                };
        UpstreamKeys all = keys("secrets", interrupted);
        var _ = all.add(1, "openrouter", KEY, 7);
        meanwhile.set(() -> all.replace(1, "openrouter", OTHER, 8));
        assertEquals(KEY, open(all, 1, "openrouter"));
        assertEquals("…stuv", all.list(1).getFirst().hint());
        assertEquals(0, all.list(1).getFirst().lastUsedAtMs());
        assertEquals(OTHER, open(all, 1, "openrouter"));
        assertEquals(time.wallMs(), all.list(1).getFirst().lastUsedAtMs());
        meanwhile.set(() -> all.remove(1, "openrouter"));
        assertEquals(OTHER, open(all, 1, "openrouter"));
        all.saveUses();
        var _ = all.add(1, "openrouter", KEY, 7);
        assertEquals(0, all.list(1).getFirst().lastUsedAtMs());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b+c\"d\\e-",
                "a\\/b\\u002Bc\\\"d\\\\e\\u002d",
                "\\u0061/b+c\\u0022d\\u005ce-",
                // In a text of JSON that is a string of JSON itself.
                "a\\\\/b\\\\u002bc\\\\\\\"d\\\\\\\\e-",
            })
    void shouldBeFoundHoweverJsonWritesIt(String written) {
        UpstreamSecret secret = new UpstreamSecret("a/b+c\"d\\e-");
        assertTrue(secret.isIn("{\"error\":\"no \\n key " + written + ", not so\"}"));
        assertFalse(secret.isIn("{\"error\":\"no \\n key " + written.substring(1)));
        // The end of a text in the middle of an escape.
        for (String cut : new String[] {"\\", "\\u", "\\u00", "\\u00zz", "\\uzzzz"}) {
            assertTrue(secret.isIn(written + cut));
            assertFalse(secret.isIn(cut));
        }
    }

    @Test
    void shouldSeeWhatWasDoneAlthoughItSeemedToFail() {
        losing.loseAnswer(false);
        assertThrows(Fault.class, () -> keys.add(1, "openrouter", KEY, 7));
        assertEquals(KEY, open(keys, 1, "openrouter"));
        losing.loseAnswer(true);
        assertThrows(Fault.class, () -> keys.remove(1, "openrouter"));
        assertTrue(keys.table().has(1, "openrouter"), "nobody can know yet");
        losing.comeBack();
        keys.settleDoubts();
        assertFalse(keys.table().has(1, "openrouter"));
    }
}
