package io.weighbridge.backend.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// The text of keys: how they look, and that nothing else is taken for one.
final class KeySecretTest {
    private final KeyReader reader = new KeyReader();
    private final SecureRandom secureRandom = new SecureRandom();

    private String key() {
        return KeySecret.generate("sk", "live", secureRandom);
    }

    private KeyDigest digestOf(String key) {
        assertTrue(reader.read(key), "a key of ours");
        return new KeyDigest(reader.a(), reader.b(), reader.c(), reader.d());
    }

    @Test
    void shouldHaveTheDocumentedForm() {
        Pattern form = Pattern.compile("sk_live_[0-9A-Za-z]{27}[0-9A-Za-z]{6}");
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String key = key();
            assertTrue(form.matcher(key).matches(), "form");
            assertTrue(keys.add(key), "never twice");
        }
        // At least 160 random bits.
        assertTrue(KeyReader.RANDOM_LENGTH * Math.log(62) / Math.log(2) >= 160);
    }

    @Test
    void shouldEndWithTheCrc32OfTheRest() {
        String key = key();
        CRC32 crc = new CRC32();
        crc.update(key.substring(0, key.length() - 6).getBytes(StandardCharsets.US_ASCII));
        long stated = 0;
        for (char c : key.substring(key.length() - 6).toCharArray()) {
            stated = stated * 62 + KeyReader.BASE_62.indexOf(c);
        }
        assertEquals(crc.getValue(), stated);
    }

    @Test
    void shouldDrawAllCharactersEvenly() {
        int[] seen = new int[128];
        int keys = 4_000;
        for (int i = 0; i < keys; i++) {
            key().substring(8, 8 + KeyReader.RANDOM_LENGTH).chars().forEach(c -> seen[c]++);
        }
        int expected = keys * KeyReader.RANDOM_LENGTH / 62;
        for (char c : KeyReader.BASE_62.toCharArray()) {
            // Nine standard deviations.
            assertTrue(Math.abs(seen[c] - expected) < 9 * (int) Math.sqrt(expected), () -> "" + c);
        }
    }

    @Test
    void shouldTakeEveryConfigurablePrefixAndEnvironment() {
        for (String prefix : new String[] {"w", "wb", "sk-proj", "a1234567890123456789"}) {
            assertTrue(KeySecret.isPrefix(prefix));
            for (String environment : new String[] {"t", "live", "a123456789"}) {
                assertTrue(KeySecret.isEnvironment(environment));
                String key = KeySecret.generate(prefix, environment, secureRandom);
                assertTrue(key.startsWith(prefix + "_" + environment + "_"));
                assertTrue(key.length() <= KeyReader.LENGTH_MAX);
                assertEquals(KeySecret.digest(key), digestOf(key));
                assertEquals(
                        prefix + "_" + environment + "_…" + key.substring(key.length() - 4),
                        KeySecret.hint(key));
            }
        }
        for (String wrong : new String[] {"", "1a", "A", "a_b", "a b", "ä", "-a"}) {
            assertFalse(KeySecret.isPrefix(wrong), wrong);
            assertFalse(KeySecret.isEnvironment(wrong), wrong);
        }
        assertFalse(KeySecret.isPrefix("a".repeat(21)));
        assertFalse(KeySecret.isEnvironment("a".repeat(11)));
    }

    @Test
    void shouldHashTheWholeTextWithSha256() throws Exception {
        String key = key();
        byte[] expected =
                MessageDigest.getInstance("SHA-256")
                        .digest(key.getBytes(StandardCharsets.US_ASCII));
        assertArrayEquals(expected, digestOf(key).toBytes());
        assertEquals(KeyDigest.of(expected), KeySecret.digest(key));
        for (int bit = 0; bit < 256; bit++) {
            byte[] other = expected.clone();
            other[bit / 8] ^= (byte) (1 << (bit % 8));
            assertNotEquals(KeyDigest.of(expected), KeyDigest.of(other));
        }
    }

    @Test
    void shouldRefuseEveryChangeOfOneCharacter() {
        String key = key();
        for (int i = 0; i < key.length(); i++) {
            for (char c = 0; c < 256; c++) {
                if (c != key.charAt(i)) {
                    String changed = key.substring(0, i) + c + key.substring(i + 1);
                    assertFalse(reader.read(changed), "changed at " + i + " to " + (int) c);
                }
            }
            assertFalse(reader.read(key.substring(0, i) + key.substring(i + 1)), "left out " + i);
            assertFalse(reader.read(key.substring(0, i) + 'a' + key.substring(i)), "added " + i);
        }
        assertTrue(reader.read(key), "the reader is still of use");
    }

    @Test
    void shouldRefuseEveryTransposition() {
        String key = key();
        for (int i = 0; i < key.length(); i++) {
            for (int j = i + 1; j < key.length(); j++) {
                if (key.charAt(i) != key.charAt(j)) {
                    StringBuilder swapped = new StringBuilder(key);
                    swapped.setCharAt(i, key.charAt(j));
                    swapped.setCharAt(j, key.charAt(i));
                    assertFalse(reader.read(swapped.toString()), "swapped " + i + " and " + j);
                }
            }
        }
    }

    @Property(tries = 3_000)
    void shouldRefuseAnyText(@ForAll @StringLength(max = 200) String text) {
        assertFalse(reader.read(text));
    }

    @Test
    void shouldRefuseGarbageOfAnySizeAndShape() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(120)];
            random.nextBytes(bytes);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            assertFalse(assertDoesNotThrow(() -> reader.read(text)));
        }
        String key = key();
        String[] texts = {
            "",
            "x".repeat(1 << 20),
            key.repeat(20_000),
            key + key,
            " " + key,
            key + " ",
            key + "\n",
            "\u0000".repeat(40),
            "ſk" + key.substring(2),
            key.substring(0, 20) + "\ud83d\ude00" + key.substring(22),
            "٣".repeat(50),
        };
        for (String text : texts) {
            assertFalse(assertDoesNotThrow(() -> reader.read(text)));
        }
        // A character that looks right when its upper byte is cut off.
        for (int i = 0; i < key.length(); i++) {
            char wide = (char) (key.charAt(i) + 0x100);
            assertFalse(reader.read(key.substring(0, i) + wide + key.substring(i + 1)));
        }
        assertEquals(KeySecret.digest(key), digestOf(key));
    }
}
