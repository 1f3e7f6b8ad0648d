package io.weighbridge.backend.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

final class TotpTest {
    // Of RFC 6238, appendix B, and RFC 4648, section 10.
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void givesTheCodesOfTheRfc(long seconds, String code) {
        assertEquals(code, Totp.code(SECRET, seconds * 1_000 / Totp.STEP_MS, 8));
        assertEquals(code.substring(2), Totp.code(SECRET, seconds * 1_000 / Totp.STEP_MS));
    }

    @Test
    void takesACodeOnceAndAClockThatIsAStepOff() {
        long now = 1_111_111_111_000L;
        long step = now / Totp.STEP_MS;
        for (long off = -3; off <= 3; off++) {
            OptionalLong expected =
                    Math.abs(off) <= 1 ? OptionalLong.of(step + off) : OptionalLong.empty();
            assertEquals(expected, Totp.step(SECRET, Totp.code(SECRET, step + off), now, 0));
        }
        String code = Totp.code(SECRET, step);
        assertEquals(OptionalLong.empty(), Totp.step(SECRET, code, now, step));
        assertEquals(OptionalLong.of(step), Totp.step(SECRET, code, now, step - 1));
        for (String wrong : new String[] {"", "x", code + "0", code.substring(1), "é"}) {
            assertEquals(OptionalLong.empty(), Totp.step(SECRET, wrong, now, 0), wrong);
        }
    }

    @ParameterizedTest
    @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB"})
    void writesBase32(String text, String expected) {
        assertEquals(expected, Totp.base32(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void writesWhatAuthenticatorsRead() {
        assertEquals(
                "otpauth://totp/Weighbridge:anna%40example.org?secret="
                        + "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                        + "&issuer=Weighbridge&algorithm=SHA1&digits=6&period=30",
                Totp.uri(SECRET, "anna@example.org"));
    }
}
