package io.weighbridge.backend.platform.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

final class SettingReaderTest {
    private static final Setting<String> URL =
            Setting.secret(
                    "store.url",
                    SettingType.text(
                            "a URL that begins with jdbc:",
                            text -> text.isEmpty() || text.startsWith("jdbc:")),
                    "",
                    "Where it is.");
    private static final Setting<Boolean> FAST =
            Setting.of("store.fast", SettingType.yesOrNo(), "false", "", "Whether it hurries.");
    private static final Setting<String> MODE =
            Setting.of("mode", SettingType.choice("text", "json"), "text", "", "How.");
    private static final SettingTable TABLE = SettingTable.of(URL, FAST, MODE);

    @Test
    void aSecretIsNeverShown() {
        SettingReader reader = new SettingReader(TABLE, Path.of("/"));
        assertEquals("", reader.values().shown(URL));
        reader.environment(Map.of("WEIGHBRIDGE_STORE_URL", "jdbc:canary"), Set.of());
        reader.flags(List.of("store.url=canary"));
        SettingValues values = reader.values();
        assertEquals("jdbc:canary", values.get(URL));
        assertEquals("***", values.shown(URL));
        assertFalse(values.toString().contains("canary"));
        assertEquals(
                List.of("--set: store.url: *** (expected: a URL that begins with jdbc:)"),
                reader.problems());
    }

    @Test
    void wordsAreTheirOwnAndNoOthers() {
        SettingReader reader = new SettingReader(TABLE, Path.of("/"));
        reader.flags(List.of("store.fast=true", "mode=json"));
        assertEquals(true, reader.values().get(FAST));
        assertEquals("json", reader.values().get(MODE));
        reader.flags(List.of("store.fast=yes", "mode=JSON"));
        assertEquals(
                List.of(
                        "--set: store.fast: yes (expected: true or false)",
                        "--set: mode: JSON (expected: text or json)"),
                reader.problems());
        assertEquals("json", reader.values().get(MODE));
    }

    @Test
    void aSettingTwiceInATableIsAMistake() {
        assertThrows(IllegalArgumentException.class, () -> SettingTable.of(FAST, FAST));
    }
}
