package io.weighbridge.console.feature.prices.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.control.GridRow;
import io.weighbridge.console.control.Remark;
import io.weighbridge.proto.v1.Fee;
import io.weighbridge.proto.v1.Rate;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

final class DraftRulesTest {
    private static final Set<String> SERVICES = Set.of("chat", "speech");

    private static GridRow line(String... texts) {
        GridRow row = RateRows.blank();
        for (int i = 0; i < texts.length; i++) {
            row.cell(i).set(texts[i]);
        }
        return row;
    }

    private static DraftRules.Result check(GridRow... rows) {
        return DraftRules.check(List.of(rows), List.of(), SERVICES, new RateReader());
    }

    private static @Nullable Remark remark(GridRow row, RateColumn column) {
        return row.remark(column.index()).get();
    }

    private static void assertWrong(GridRow row, RateColumn column) {
        DraftRules.Result result = check(row);
        assertFalse(result.isRight());
        Remark remark = remark(row, column);
        assertTrue(remark != null && remark.isWrong(), () -> column + ": " + remark);
        assertTrue(result.rates().isEmpty());
    }

    @Test
    void shouldReadALineExactly() {
        DraftRules.Result result = check(line("speech", "audio", "", "$0.017", "60 s"));
        Rate rate = result.rates().getFirst();
        assertEquals(17_000_000, rate.getPriceNanos());
        assertEquals(60_000, rate.getPer());
        assertTrue(result.isRight());
        assertEquals(
                rate, check(RateRows.of(rate)).rates().getFirst(), "what is written is read back");
        assertEquals(
                1_572_864,
                check(line("chat", "pixels", "", "0.005 per 1,572,864 pixels"))
                        .rates()
                        .getFirst()
                        .getPer());
    }

    @Test
    void shouldSayWhatIsWrongWithACell() {
        assertWrong(line("chat", "input tokens", "", "2.5O", "1M"), RateColumn.PRICE);
        assertWrong(line("chat", "input tokens", "", "", "1M"), RateColumn.PRICE);
        assertWrong(line("chat", "input tokens", "", "0.0000000025", "1M"), RateColumn.PRICE);
        assertWrong(line("chatt", "input tokens", "", "2.50", "1M"), RateColumn.SERVICE);
        assertWrong(line("", "input tokens", "", "2.50", "1M"), RateColumn.SERVICE);
        assertWrong(line("chat", "inputs", "", "2.50", "1M"), RateColumn.UNIT);
        assertWrong(line("chat", "input tokens", "turbo", "2.50", "1M"), RateColumn.TIER);
        assertWrong(line("chat", "input tokens", "", "2.50", "1M pixels"), RateColumn.PER);
        assertWrong(line("chat", "input tokens", "", "2.50", "1M", "x"), RateColumn.ABOVE);
        assertWrong(line("chat", "input tokens", "", "2.50", "1M", "", "Acme"), RateColumn.ACCOUNT);
        assertWrong(steps("from 1M 2.0O"), RateColumn.STEPS);
        assertWrong(steps("from 1M pixels 2.00"), RateColumn.STEPS);
        assertWrong(steps("from 5M 2.00; from 1M 1.00"), RateColumn.STEPS);
        assertWrong(steps("from 1M 0.0000000001"), RateColumn.STEPS);
    }

    private static GridRow steps(String typed) {
        return line("chat", "input tokens", "", "2.50", "1M", "", "", typed);
    }

    @Test
    void shouldRefuseTwoLinesForTheSame() {
        GridRow second = line("chat", "input tokens", "standard", "3.00", "1k tokens");
        DraftRules.Result result = check(line("chat", "input tokens", "", "2.50", "1M"), second);
        assertFalse(result.isRight());
        assertNotNull(remark(second, RateColumn.UNIT));
        assertTrue(
                check(line("chat", "input tokens", "", "2.50", "1M"), RateRows.blank()).isRight());
        assertTrue(
                check(
                                line("chat", "input tokens", "", "2.50", "1M"),
                                line("chat", "input tokens", "batch", "2.50", "1M"),
                                line("chat", "input tokens", "", "2.50", "1M", "200,000"))
                        .isRight());
    }

    private static boolean hints(DraftRules.Result result, String part) {
        return result.isRight()
                && result.findings().stream().anyMatch(finding -> finding.text().contains(part));
    }

    @Test
    void shouldPointOutWhatIsProbablyNotMeant() {
        assertTrue(hints(check(line("chat", "input tokens", "", "0", "1M")), "Free"));
        assertTrue(
                hints(
                        check(line("chat", "cached input tokens", "", "1", "1M")),
                        "are part of input tokens"));
        assertTrue(
                hints(
                        check(
                                line("chat", "input tokens", "", "1", "1M"),
                                line("chat", "output tokens", "", "1", "1M"),
                                line("chat", "input tokens", "batch", "1", "1M")),
                        "no price for output tokens"));
        assertTrue(hints(check(line("chat", "input tokens", "batch", "1", "1M")), "standard"));
        assertTrue(hints(check(line("chat", "input tokens", "", "1", "1M", "200k")), "up to this"));
        assertTrue(hints(check(line("chat", "input tokens", "", "1", "1M")), "speech"));
        assertTrue(hints(check(steps("from 1M 2.00; from 5M 2.10")), "From 5M tokens"));
        assertFalse(hints(check(steps("from 1M 2.00; from 5M 2.00")), "dearer"));
        assertFalse(
                hints(
                        check(
                                line("chat", "input tokens", "", "1", "1M"),
                                line("chat", "cached input tokens", "", "1", "1M")),
                        "are part of"));
    }

    @Test
    void shouldReadFees() {
        GridRow all = FeeRows.blank();
        all.cell(0).set(FeeRows.everyService());
        all.cell(2).set("5 %");
        GridRow twice = FeeRows.blank();
        twice.cell(0).set(FeeRows.everyService());
        DraftRules.Result one =
                DraftRules.check(List.of(), List.of(all), SERVICES, new RateReader());
        assertEquals(Fee.newBuilder().setPriceMillionths(50_000).build(), one.fees().getFirst());
        assertFalse(
                DraftRules.check(List.of(), List.of(all, twice), SERVICES, new RateReader())
                        .isRight());
    }
}
