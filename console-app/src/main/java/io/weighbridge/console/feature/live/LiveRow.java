package io.weighbridge.console.feature.live;

import io.weighbridge.proto.v1.KeyBar;
import io.weighbridge.proto.v1.LiveKey;
import io.weighbridge.proto.v1.LiveService;
import io.weighbridge.proto.v1.Tag;

import java.util.Locale;
import java.util.stream.Collectors;

/// What was told of a key last, with what a table asks for. Immutable; made off the FX thread.
///
/// @param told as it came
/// @param requests a minute: the fullest of its services
/// @param tokens a minute: the same
/// @param calls at the same time: the same
/// @param credit of the key's own credit limit
/// @param services names of those it was used for
/// @param words what a filter looks in, in lower case
record LiveRow(
        LiveKey told,
        Limit requests,
        Limit tokens,
        Limit calls,
        Limit credit,
        String services,
        String words) {
    private static final long DRY_MINUTES = 60;

    static LiveRow of(LiveKey told) {
        Limit requests = Limit.NONE;
        Limit tokens = Limit.NONE;
        Limit calls = Limit.NONE;
        for (LiveService at : told.getServicesList()) {
            if (at.hasRequests()) {
                requests = requests.tighter(Limit.of(at.getRequests(), at.getService()));
            }
            if (at.hasTokens()) {
                tokens = tokens.tighter(Limit.of(at.getTokens(), at.getService()));
            }
            if (at.hasCalls()) {
                calls = calls.tighter(Limit.of(at.getCalls(), at.getService()));
            }
        }
        String services =
                told.getServicesList().stream()
                        .map(LiveService::getService)
                        .collect(Collectors.joining(", "));
        return new LiveRow(
                told,
                requests,
                tokens,
                calls,
                told.hasCredit() ? Limit.of(told.getCredit(), "") : Limit.NONE,
                services,
                words(told, services));
    }

    private static String words(LiveKey told, String services) {
        StringBuilder words = new StringBuilder(told.getName());
        words.append(' ').append(told.getKey()).append(' ').append(told.getAccount());
        words.append(' ').append(services);
        for (Tag tag : told.getTagsList()) {
            words.append(' ').append(tag.getKey()).append('=').append(tag.getValue());
        }
        return words.toString().toLowerCase(Locale.ROOT);
    }

    String key() {
        return told.getKey();
    }

    String account() {
        return told.getAccount();
    }

    /// The fullest of all its limits, in thousandths.
    int fullest() {
        return Math.max(
                Math.max(requests.perMille(), tokens.perMille()),
                Math.max(calls.perMille(), credit.perMille()));
    }

    boolean isNearALimit() {
        return fullest() >= Limit.NEAR;
    }

    boolean isRefused() {
        return told.getRefusedPerMinute() > 0;
    }

    boolean isBarred() {
        return told.getBar() != KeyBar.KEY_BAR_UNSPECIFIED;
    }

    /// Whether nothing happens with it.
    boolean isQuiet() {
        return told.getRequestsPerMinute() == 0
                && told.getTokensPerMinute() == 0
                && told.getSpendPerMinuteNanos() == 0
                && told.getRefusedPerMinute() == 0
                && told.getOpenHolds() == 0;
    }

    /// For how many minutes the credit lasts, of the account or the key, whichever ends first;
    /// Long.MAX_VALUE when nothing is spent.
    ///
    /// @param burnNanos what all keys of the account spend in a minute
    long minutesLeft(long burnNanos) {
        long left = minutes(told.getSpendableNanos(), burnNanos);
        return credit.exists()
                ? Math.min(
                        left,
                        minutes(credit.limit() - credit.used(), told.getSpendPerMinuteNanos()))
                : left;
    }

    private static long minutes(long nanos, long perMinuteNanos) {
        return perMinuteNanos <= 0 ? Long.MAX_VALUE : Math.max(0, nanos) / perMinuteNanos;
    }

    boolean runsDry(long burnNanos) {
        return minutesLeft(burnNanos) < DRY_MINUTES;
    }
}
