package io.weighbridge.backend.demo.screen;

import io.weighbridge.model.RefusalReason;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// How numbers and reasons look on the screen.
public final class Texts {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Texts() {}

    /// `12,345`.
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /// Money to four places, rounded half to even: `$0.0123`.
    public static String money(long nanos) {
        BigDecimal amount = BigDecimal.valueOf(nanos, 9).setScale(4, RoundingMode.HALF_EVEN);
        return sign(amount) + String.format(Locale.ROOT, "$%,.4f", amount.abs());
    }

    /// Money to the nano-unit: `$0.012345678`.
    public static String exactMoney(long nanos) {
        BigDecimal amount = BigDecimal.valueOf(nanos, 9);
        return sign(amount) + String.format(Locale.ROOT, "$%,.9f", amount.abs());
    }

    private static String sign(BigDecimal amount) {
        return amount.signum() < 0 ? "-" : "";
    }

    /// `1:02:03`, or `2:03` below an hour.
    public static String duration(long nanos) {
        long seconds = nanos / 1_000_000_000L;
        long minutes = seconds / 60;
        return minutes < 60
                ? String.format(Locale.ROOT, "%d:%02d", minutes, seconds % 60)
                : String.format(
                        Locale.ROOT, "%d:%02d:%02d", minutes / 60, minutes % 60, seconds % 60);
    }

    /// `0.3 s`.
    public static String seconds(long nanos) {
        long tenths = nanos / 100_000_000L;
        return tenths / 10 + "." + tenths % 10 + " s";
    }

    /// The time of day in a trace: `18:17:03`.
    public static String clock(long micros) {
        return micros == 0 ? "-" : CLOCK.format(Instant.ofEpochMilli(micros / 1_000));
    }

    /// `42.0 %`, rounded down.
    static String percent(long part, long whole) {
        long tenths = whole == 0 ? 1_000 : part * 1_000 / whole;
        return tenths / 10 + "." + tenths % 10 + " %";
    }

    /// A reason in a word or two.
    static String brief(RefusalReason reason) {
        return switch (reason) {
            case MALFORMED_KEY -> "bad key";
            case UNKNOWN_KEY -> "unknown key";
            case REVOKED_KEY -> "revoked";
            case EXPIRED_KEY -> "expired";
            case ACCOUNT_SUSPENDED -> "suspended";
            case UNKNOWN_SERVICE -> "no service";
            case SERVICE_DISABLED -> "disabled";
            case SERVICE_NOT_IN_SCOPE -> "scope";
            case UNPRICED -> "no price";
            case INSUFFICIENT_CREDIT -> "credit";
            case KEY_CREDIT_LIMIT -> "key limit";
            case REQUESTS_PER_MINUTE -> "req/min";
            case TOKENS_PER_MINUTE -> "tok/min";
            case CONCURRENT_CALLS -> "at once";
            case ABOVE_TOKEN_LIMIT -> "too long";
            case DUPLICATE_REQUEST -> "duplicate";
            case OUTPUT_LIMIT -> "output";
            case ROTATED_KEY -> "rotated";
            case ADDRESS_NOT_ALLOWED -> "address";
            case BLOCKED_KEY -> "blocked";
        };
    }

    /// `credit 12, req/min 3`: the most frequent first, empty for none.
    public static String refusals(Map<RefusalReason, Long> refusals) {
        return refusals.entrySet().stream()
                .sorted(
                        Map.Entry.<RefusalReason, Long>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> brief(entry.getKey()) + ' ' + count(entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
