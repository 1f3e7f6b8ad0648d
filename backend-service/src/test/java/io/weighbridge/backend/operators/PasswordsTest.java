package io.weighbridge.backend.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.testkit.Calls;

import org.junit.jupiter.api.Test;

import java.util.List;

final class PasswordsTest {
    private final Passwords passwords = new Passwords();

    // Made with the reference implementation: echo -n password | argon2 somesalt -id -t 2 -k 256 -p
    // 1
    // (a test vector of its own repository).
    @Test
    void agreesWithTheReferenceImplementation() {
        String reference =
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ"
                        + "$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        assertTrue(passwords.matches("password", reference));
        assertFalse(passwords.matches("Password", reference));
    }

    @Test
    void hashesWithASaltOfItsOwnEachTime() {
        String hash = passwords.hash("correct horse battery");
        assertTrue(hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash);
        assertNotEquals(hash, passwords.hash("correct horse battery"));
        assertTrue(passwords.matches("correct horse battery", hash));
        assertFalse(passwords.matches("correct horse batterz", hash));
    }

    // What an unknown name is checked against costs the same as a real one.
    @Test
    void nobodysHashCostsTheSameAndIsNeverMatched() {
        String real = passwords.hash("correct horse battery");
        String nobodys = passwords.nobodys();
        assertEquals(real.length(), nobodys.length() - saltGrowth(real, nobodys));
        assertEquals(real.split("\\$", -1)[3], nobodys.split("\\$", -1)[3]);
        assertFalse(passwords.matches("correct horse battery", nobodys));
    }

    private static int saltGrowth(String real, String nobodys) {
        return nobodys.split("\\$", -1)[4].length() - real.split("\\$", -1)[4].length();
    }

    @Test
    void theSameTextTypedInTwoFormsIsTheSamePassword() {
        assertTrue(
                passwords.matches("Zoe\u0308 1234567890", passwords.hash("Zo\u00eb 1234567890")));
    }

    @Test
    void manyAtOnceAreRefusedRatherThanQueuedWithoutEnd() {
        List<Boolean> hashed =
                Calls.atOnce(
                        120,
                        i -> {
                            try {
                                return passwords.hash("correct horse " + i).length() > 0;
                            } catch (Fault busy) {
                                return false;
                            }
                        });
        assertTrue(hashed.contains(true));
        assertTrue(hashed.contains(false));
        assertTrue(passwords.hash("and afterwards it works").length() > 0);
    }

    @Test
    void aPasswordIsLongEnoughAndNeverShown() {
        assertEquals(24, passwords.generate().length());
        assertNotEquals(passwords.generate(), passwords.generate());
        for (String bad : List.of("", "elevenchars", "x".repeat(201), "a\u001bcdefghijklm")) {
            Fault fault = assertThrows(Fault.class, () -> Passwords.checked("password", bad));
            assertFalse(bad.length() > 1 && fault.text().contains(bad), fault.text());
        }
    }
}
