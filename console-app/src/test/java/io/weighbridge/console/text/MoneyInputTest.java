package io.weighbridge.console.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.OptionalLong;

final class MoneyInputTest {
    @AfterEach
    void restore() {
        CurrencySign.choose("$");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    12         | 12000000000
                    -3.50      | -3500000000
                    −$3.50     | -3500000000
                    $-3.50     | -3500000000
                    £0.004213  | 4213000
                    ¥ 1,200    | 1200000000000
                    CHF 7      | 7000000000
                    3.50 €     | 3500000000
                    """)
    void shouldReadAmountsWithTheSignBeforeOrBehind(String typed, long nanos) {
        assertEquals(OptionalLong.of(nanos), MoneyInput.parse(typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1$2", "$", "", "1.2.3", "12,34", "0.0000000001", "$$3", "3 $ €"})
    void shouldRefuseWhatIsNoAmount(String typed) {
        assertEquals(OptionalLong.empty(), MoneyInput.parse(typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$", "€", "£", "¥", "CHF ", ""})
    void shouldReadWhatItShowsWithEverySign(String sign) {
        Formats formats = new Formats(InstantSource.system(), ZoneOffset.UTC, sign);
        for (long nanos : new long[] {1, -3_500_000_000L, 1_234_000_000_001L}) {
            assertEquals(OptionalLong.of(nanos), MoneyInput.parse(formats.exactMoney(nanos)));
        }
    }

    @Test
    void shouldKeepTheChosenSign() {
        CurrencySign.choose("CHF ");
        assertEquals("CHF ", CurrencySign.chosen());
    }
}
