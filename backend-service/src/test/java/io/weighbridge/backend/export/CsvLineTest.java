package io.weighbridge.backend.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.model.IdKind;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;

final class CsvLineTest {
    @Test
    void textsAreQuotedAndKeptFromBeingFormulas() {
        for (String text : List.of("=1+1", "+49 30", "-2", "@SUM(A1)", "\t=1", "＝1", "'tis")) {
            assertEquals('\'' + text + '\n', new CsvLine().text(text).end());
        }
        assertEquals("\"'=1,\"\"2\"\"\"\n", new CsvLine().text("=1,\"2\"").end());
        assertEquals("\"'\r\n=1\"\n", new CsvLine().text("\r\n=1").end());
        assertEquals("\"a=1\nb=2\",x\n", new CsvLine().text("a=1\nb=2").text("x").end());
        assertEquals(",a=b,é€😀\n", new CsvLine().text("").text("a=b").text("é€😀").end());
    }

    @Test
    void numbersAreTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertEquals(
                    "-1500000001,-1.500000001,1764082800007,2025-11-25T15:00:00.007Z,client_gone\n",
                    new CsvLine()
                            .money(-1_500_000_001L)
                            .instant(1_764_082_800_007L)
                            .word(Outcome.CLIENT_GONE)
                            .end());
            assertEquals("0,1970-01-01T00:00:00.000Z\n", new CsvLine().instant(0).end());
            assertEquals(
                    Long.MIN_VALUE + ",-9223372036.854775808,,\n",
                    new CsvLine().money(Long.MIN_VALUE).id(IdKind.GRANT, 0).none().end());
        } finally {
            Locale.setDefault(before);
        }
    }
}
