package io.weighbridge.backend.payments;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Keeps who is not known to us from having a provider asked the same thing again and again. Holds
/// what was asked in the last seconds only. Safe for sharing.
final class AskedLately {
    /// So long after a question the same one is not put.
    static final long PAUSE_MS = 5_000;

    private static final long PAUSE_NANOS = PAUSE_MS * 1_000_000;

    private final TimeSource time;
    // Oldest first.
    private final Map<String, Question> questions = new LinkedHashMap<>();

    private record Question(long atNanos, boolean isAnswered) {}

    AskedLately(TimeSource time) {
        this.time = time;
    }

    /// Asks, unless the same was asked just now: an answer is still good then.
    ///
    /// @param about what is asked about
    /// @return empty when it was asked and answered just now
    /// @throws Fault what asking throws; PROVIDER_UNAVAILABLE when there was no answer just now
    <T> Optional<T> once(String about, Supplier<T> asking) {
        Question earlier = begin(about);
        if (earlier == null) {
            T answer = asking.get();
            end(about);
            return Optional.of(answer);
        }
        if (!earlier.isAnswered()) {
            throw tooSoon(about);
        }
        return Optional.empty();
    }

    /// That the same was asked just now.
    static Fault tooSoon(String about) {
        return Fault.of(
                ErrorCode.PROVIDER_UNAVAILABLE,
                about + ": asked about just now (expected: a pause; try again later)");
    }

    private synchronized @Nullable Question begin(String about) {
        long nowNanos = time.nanos();
        Iterator<Question> oldest = questions.values().iterator();
        while (oldest.hasNext() && nowNanos - oldest.next().atNanos() >= PAUSE_NANOS) {
            oldest.remove();
        }
        return questions.putIfAbsent(about, new Question(nowNanos, false));
    }

    private synchronized void end(String about) {
        questions.computeIfPresent(about, (_, asked) -> new Question(asked.atNanos(), true));
    }
}
