package io.weighbridge.backend.proxies.envoy;

import io.weighbridge.backend.gate.admit.LimitAnswer;
import io.weighbridge.backend.gate.admit.LimitCounting;
import io.weighbridge.backend.gate.admit.LimitQuestion;
import io.weighbridge.backend.limits.LimitReadings;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.ApiErrors;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.LimitHeaders;
import io.weighbridge.model.RefusalReason;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// Answers Envoy's rate limit filter from the limits that the gate keeps. Nothing is charged, and
/// no credit is held. Safe for sharing.
final class RateLimits {
    private static final Logger LOG = LoggerFactory.getLogger(RateLimits.class);
    // Of a refusal that no question of the gate's is behind.
    private static final ApiError UNKNOWN =
            ApiError.of(
                    429,
                    "requests",
                    "rate_limit_unknown",
                    "The limits of this call are not known.",
                    ApiError.FINAL);

    private final LimitCounting counting;
    private final boolean passesUnknown;
    private final AtomicBoolean isUnknownSaid = new AtomicBoolean();

    /// @param passesUnknown whether a key, service or descriptor that is not known is within its
    ///     limit
    RateLimits(LimitCounting counting, boolean passesUnknown) {
        this.counting = counting;
        this.passesUnknown = passesUnknown;
    }

    /// How one descriptor stands.
    ///
    /// @param limits null where none were looked at
    record Status(boolean isOver, boolean ofTokens, @Nullable LimitReadings limits) {}

    /// How a request stands.
    ///
    /// @param statuses of each descriptor, in their order
    /// @param headers of the answer to the client
    /// @param error what the client is told, null where it is within its limits
    record Answer(List<Status> statuses, List<HeaderLine> headers, @Nullable ApiError error) {}

    /// Answers.
    ///
    /// @param questions null where a descriptor is none that is known
    Answer ask(Caller.Proxy proxy, List<@Nullable LimitQuestion> questions) {
        Iterator<LimitAnswer> answers =
                counting.count(asked(proxy, questions), passesUnknown).iterator();
        List<Status> statuses = new ArrayList<>();
        List<HeaderLine> headers = List.of();
        ApiError error = null;
        for (LimitQuestion question : questions) {
            if (question == null) {
                sayUnknown();
                statuses.add(new Status(!passesUnknown, false, null));
                error = error == null && !passesUnknown ? UNKNOWN : error;
            } else if (!proxy.scope().covers(question.service())) {
                statuses.add(new Status(true, question.ofTokens(), null));
                error =
                        error == null
                                ? ApiErrors.of(
                                        RefusalReason.SERVICE_NOT_IN_SCOPE, question.service())
                                : error;
            } else {
                switch (answers.next()) {
                    case LimitAnswer.Within(LimitReadings limits) -> {
                        statuses.add(new Status(false, question.ofTokens(), limits));
                        headers = limits == null ? headers : LimitHeaders.of(limits);
                    }
                    case LimitAnswer.Over(var refused) -> {
                        statuses.add(new Status(true, question.ofTokens(), refused.limits()));
                        error = error == null ? ApiErrors.of(refused, question.service()) : error;
                    }
                }
            }
        }
        return new Answer(statuses, error == null ? headers : error.headers(), error);
    }

    // Where the request is refused without the gate, no request is counted.
    private List<LimitQuestion> asked(Caller.Proxy proxy, List<@Nullable LimitQuestion> questions) {
        List<LimitQuestion> asked = new ArrayList<>();
        boolean isRefused = false;
        for (LimitQuestion question : questions) {
            if (question == null) {
                isRefused |= !passesUnknown;
            } else if (proxy.scope().covers(question.service())) {
                asked.add(question);
            } else {
                isRefused = true;
            }
        }
        if (isRefused) {
            asked.replaceAll(question -> question.ofTokens() ? question : question.asking());
        }
        return asked;
    }

    private void sayUnknown() {
        if (!isUnknownSaid.getAndSet(true)) {
            LOG.warn(
                    "Envoy asks about a limit by a descriptor that is not known here (expected: key"
                            + " or key_id, service, and if wanted unit and remote_address); this is"
                            + " said once");
        }
    }
}
