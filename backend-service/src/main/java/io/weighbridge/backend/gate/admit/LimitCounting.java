package io.weighbridge.backend.gate.admit;

import io.weighbridge.backend.gate.keys.KeyChecks;
import io.weighbridge.backend.gate.keys.KeyEntry;
import io.weighbridge.backend.gate.keys.KeyService;
import io.weighbridge.backend.gate.keys.KeySlots;
import io.weighbridge.backend.gate.keys.KeyTable;
import io.weighbridge.backend.keys.KeyReader;
import io.weighbridge.backend.limits.CallMeter;
import io.weighbridge.backend.limits.Plans;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.usage.refusals.RefusedCall;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.RefusalReason;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Counts requests and tokens of keys against the limits that the gate keeps for them, for who
/// wants no more than that: no call is admitted, and credit is neither looked at nor held nor
/// charged.
///
/// Requests count where they fit. Tokens were used when they are told, so they count in any case,
/// and the next question finds the limit reached. Safe for sharing.
public final class LimitCounting {
    private final Services services;
    private final Plans plans;
    private final KeyTable keys;
    private final TimeSource time;
    private final RefusalListener refusals;
    private final ThreadLocal<KeyReader> readers = ThreadLocal.withInitial(KeyReader::new);

    public LimitCounting(
            Services services,
            Plans plans,
            KeyTable keys,
            TimeSource time,
            RefusalListener refusals) {
        this.services = services;
        this.plans = plans;
        this.keys = keys;
        this.time = time;
        this.refusals = refusals;
    }

    /// What is known of a question.
    private sealed interface Known {
        record Limited(KeyEntry key, Service service) implements Known {}

        record Barred(RefusalReason reason, @Nullable KeyEntry key) implements Known {}
    }

    /// @param at where its requests were counted, null where none were
    private record Asked(
            LimitQuestion question, Known known, LimitAnswer answer, @Nullable KeyService at) {}

    /// Answers the questions about one request, in their order: where one of them is above its
    /// limit, no request is counted for any.
    ///
    /// @param passesUnknown whether a key or a service that is not known is within its limit
    public List<LimitAnswer> count(List<LimitQuestion> questions, boolean passesUnknown) {
        List<Asked> all = new ArrayList<>(questions.size());
        for (LimitQuestion question : questions) {
            all.add(ask(question, passesUnknown));
        }
        for (Asked asked : all) {
            if (asked.answer() instanceof LimitAnswer.Over(Decision.Refused refused)) {
                all.forEach(LimitCounting::takeBack);
                tell(asked, refused);
                break;
            }
        }
        return all.stream().map(Asked::answer).toList();
    }

    private Asked ask(LimitQuestion question, boolean passesUnknown) {
        Known known = known(question);
        return switch (known) {
            case Known.Limited limited -> ask(question, limited);
            case Known.Barred barred -> {
                boolean passes = passesUnknown && isUnknown(barred.reason());
                yield new Asked(
                        question,
                        known,
                        passes
                                ? new LimitAnswer.Within(null)
                                : new LimitAnswer.Over(Decision.Refused.of(barred.reason())),
                        null);
            }
        };
    }

    private static boolean isUnknown(RefusalReason reason) {
        return switch (reason) {
            case UNKNOWN_KEY, MALFORMED_KEY, UNKNOWN_SERVICE -> true;
            default -> false;
        };
    }

    private Known known(LimitQuestion question) {
        long nowMs = time.wallMs();
        KeyEntry key;
        if (question.isKeyId()) {
            OptionalLong id = IdKind.KEY.parse(question.key());
            key = id.isEmpty() ? null : keys.byId(id.getAsLong());
        } else {
            KeyReader reader = readers.get();
            if (!reader.read(question.key())) {
                return new Known.Barred(RefusalReason.MALFORMED_KEY, null);
            }
            KeySlots slots = keys.slots();
            int slot = slots.find(reader.a(), reader.b(), reader.c(), reader.d());
            key = slot < 0 ? null : slots.key(slot);
            if (key != null && nowMs >= slots.secret(slot).untilMs()) {
                return new Known.Barred(RefusalReason.ROTATED_KEY, key);
            }
        }
        if (key == null) {
            return new Known.Barred(RefusalReason.UNKNOWN_KEY, null);
        }
        Service service = services.directory().byName(question.service());
        RefusalReason barred = KeyChecks.barred(key, question.clientAddress(), nowMs);
        if (barred == null) {
            barred = KeyChecks.barred(key.settings(), service, nowMs);
        }
        return barred == null && service != null
                ? new Known.Limited(key, service)
                : new Known.Barred(barred == null ? RefusalReason.UNKNOWN_SERVICE : barred, key);
    }

    private Asked ask(LimitQuestion question, Known.Limited limited) {
        KeyEntry key = limited.key();
        KeyService at = keys.service(key, limited.service().id(), time);
        synchronized (key.account) {
            long nanos = time.nanos();
            long nowMicros = nanos / 1_000;
            at.resolve(key.settings(), plans.directory(), limited.service());
            ServiceLimits limits = at.limits();
            long hits = question.hits();
            long free =
                    question.ofTokens()
                            ? at.tokensFree(limits, nowMicros)
                            : at.requestsFree(limits, nowMicros);
            boolean fits = free >= Math.max(1, hits);
            boolean counts = fits && !question.ofTokens();
            if (counts) {
                at.addRequests(limits, hits, nowMicros);
            } else if (question.ofTokens()) {
                // What limits in shadow mode would not have let through fills no level.
                at.extend(limits, limits.shadow() ? Math.min(hits, free) : hits, nowMicros);
            }
            if (hits > 0) {
                key.used(time.wallMs(nanos));
            }
            LimitAnswer answer =
                    fits || limits.shadow()
                            ? new LimitAnswer.Within(at.readings(limits))
                            : new LimitAnswer.Over(refused(question, at, limits));
            return new Asked(question, limited, answer, counts ? at : null);
        }
    }

    private static Decision.Refused refused(
            LimitQuestion question, KeyService at, ServiceLimits limits) {
        int violation = question.ofTokens() ? CallMeter.TOKENS : CallMeter.REQUESTS;
        return new Decision.Refused(
                Gate.reasonOf(violation),
                at.retryAfterMs(limits, violation, 1),
                Decision.ABSENT,
                Decision.ABSENT,
                0,
                at.readings(limits));
    }

    private static void takeBack(Asked asked) {
        KeyService at = asked.at();
        if (at != null && asked.known() instanceof Known.Limited limited) {
            synchronized (limited.key().account) {
                at.takeBackRequests(asked.question().hits());
            }
        }
    }

    // Tokens that were told too late to be refused are no refusal.
    private void tell(Asked asked, Decision.Refused refused) {
        LimitQuestion question = asked.question();
        if (question.ofTokens() && question.hits() > 0) {
            return;
        }
        long nowMs = time.wallMs();
        Service service = services.directory().byName(question.service());
        long serviceId = service == null ? 0 : service.id();
        KeyEntry key =
                switch (asked.known()) {
                    case Known.Limited limited -> limited.key();
                    case Known.Barred barred -> barred.key();
                };
        if (key == null) {
            refusals.unrecognised(serviceId, refused.reason(), nowMs);
        } else {
            refusals.refused(
                    new RefusedCall(
                            key.id,
                            key.account.id(),
                            serviceId,
                            question.service(),
                            refused.reason(),
                            nowMs,
                            refused.neededNanos(),
                            refused.leftNanos(),
                            refused.retryAfterMs(),
                            refused.limits()));
        }
    }
}
