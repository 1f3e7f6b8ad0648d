package io.weighbridge.backend.codes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

final class RedemptionCodeTest {
    private final SecureRandom random = new SecureRandom();

    @Test
    void isReadAsPeopleTypeIt() {
        for (int i = 0; i < 200; i++) {
            RedemptionCode code = RedemptionCode.draw(random);
            String text = code.text();
            assertTrue(text.matches("WB(-[2-9A-HJKMNP-TV-Z]{5}){3}-[2-9A-HJKMNP-TV-Z]{3}"), text);
            same(code, text);
            same(code, text.toLowerCase(Locale.ROOT));
            same(code, ' ' + text.replace('-', ' ') + "\r\n");
            same(code, text.replace('-', '–'));
            same(code, text.substring(2).replace("-", ""));
        }
    }

    private static void same(RedemptionCode code, String typed) {
        assertArrayEquals(code.digest(), RedemptionCode.parse(typed).orElseThrow().digest());
    }

    @Test
    void anyOneWrongCharacterAndAnyTwoExchangedAreNoCode() {
        String text = RedemptionCode.draw(random).text();
        for (int i = 3; i < text.length(); i++) {
            for (char other : RedemptionCode.ALPHABET.toCharArray()) {
                if (text.charAt(i) != '-' && text.charAt(i) != other) {
                    isNone(text.substring(0, i) + other + text.substring(i + 1));
                }
            }
            for (int j = i + 1; j < text.length(); j++) {
                char a = text.charAt(i);
                char b = text.charAt(j);
                if (a != '-' && b != '-' && a != b) {
                    StringBuilder exchanged = new StringBuilder(text);
                    exchanged.setCharAt(i, b);
                    exchanged.setCharAt(j, a);
                    isNone(exchanged.toString());
                }
            }
        }
        isNone("");
        isNone(text.substring(0, text.length() - 1));
        isNone(text + '2');
        isNone(text.replaceFirst("[2-9A-Z]$", "0"));
        isNone(text + " ".repeat(100));
    }

    private static void isNone(String typed) {
        assertEquals(Optional.empty(), RedemptionCode.parse(typed), typed);
    }

    @Test
    void itsTextIsInNoOtherWords() {
        RedemptionCode code = RedemptionCode.draw(random);
        assertEquals(code.hint(), code.toString());
        assertEquals("WB-…-" + code.text().substring(21), code.hint());
        assertFalse(code.hint().contains(code.text().substring(3, 8)), code.hint());
    }
}
