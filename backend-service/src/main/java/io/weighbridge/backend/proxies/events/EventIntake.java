package io.weighbridge.backend.proxies.events;

import io.weighbridge.backend.gate.event.EventCharging;
import io.weighbridge.backend.gate.event.EventResult;
import io.weighbridge.backend.gate.settle.Reply;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.log.Occasional;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Charges events that came together; each has its own answer, and what is refused is logged and
/// counted. Waits on the caller's thread. Safe for sharing.
final class EventIntake {
    /// The most events that may come together.
    static final int EVENTS_MAX = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(EventIntake.class);
    private static final long WAIT_S = 60;

    private final EventCharging charging;
    private final EventCounts counts = new EventCounts();
    private final Occasional unrated;

    EventIntake(EventCharging charging, TimeSource time) {
        this.charging = charging;
        this.unrated = new Occasional(time);
    }

    /// What came so far.
    EventCounts counts() {
        return counts;
    }

    /// Charges them.
    ///
    /// @return an answer for each, in order
    List<EventAnswer> take(Caller.Proxy teller, List<ToldEvent> events) {
        EventCharging.Batch batch = charging.batch();
        List<CompletableFuture<EventAnswer.Outcome>> outcomes = new ArrayList<>(events.size());
        for (ToldEvent event : events) {
            CompletableFuture<EventAnswer.Outcome> outcome = new CompletableFuture<>();
            outcomes.add(outcome);
            switch (event) {
                case ToldEvent.Read read -> batch.charge(read.event(), new OutcomeReply(outcome));
                case ToldEvent.Wrong wrong -> outcome.complete(EventAnswer.of(wrong.fault()));
            }
        }
        await(outcomes);
        List<EventAnswer> answers = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            answers.add(new EventAnswer(events.get(i), outcomes.get(i).getNow(unanswered())));
        }
        answers.forEach(answer -> counts.count(answer.outcome()));
        logRefused(teller, answers);
        logUnrated(teller, answers);
        return answers;
    }

    private record OutcomeReply(CompletableFuture<EventAnswer.Outcome> outcome)
            implements Reply<EventResult> {
        @Override
        public void done(EventResult result) {
            outcome.complete(EventAnswer.of(result));
        }

        @Override
        public void failed(Fault fault) {
            if (fault.code() == ErrorCode.INTERNAL) {
                LOG.error("an event failed: {}", fault.logText(), fault);
            }
            outcome.complete(EventAnswer.of(fault));
        }
    }

    // For all of them together; what has no answer then may be sent again.
    private static void await(List<CompletableFuture<EventAnswer.Outcome>> outcomes) {
        try {
            CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                    .get(WAIT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("some events have no answer: {}", e.toString());
        }
    }

    private static EventAnswer.Outcome unanswered() {
        return EventAnswer.of(
                Fault.of(ErrorCode.BUSY, "the ledger has not answered; send the event again"));
    }

    // A price that is missing would be told with each event.
    private void logUnrated(Caller.Proxy teller, List<EventAnswer> answers) {
        EventAnswer last = null;
        String why = "";
        int count = 0;
        for (EventAnswer answer : answers) {
            if (answer.outcome() instanceof EventAnswer.Taken taken && taken.isNewlyUnrated()) {
                last = answer;
                why = taken.result().unratedReason();
                count++;
            }
        }
        long told = unrated.happened(count);
        if (told > 0 && last != null) {
            LOG.warn(
                    "{} events are not charged but kept as unrated since this was said; the last,"
                            + " of {}, is {} {}: {}",
                    told,
                    teller.name(),
                    last.told().source(),
                    last.told().id(),
                    why);
        }
    }

    // One line for all that came together, however many are wrong.
    private static void logRefused(Caller.Proxy teller, List<EventAnswer> answers) {
        Map<ErrorCode, Integer> codes = new TreeMap<>();
        String first = "";
        for (EventAnswer answer : answers) {
            if (answer.outcome() instanceof EventAnswer.Refused refused) {
                codes.merge(refused.code(), 1, Integer::sum);
                if (first.isEmpty()) {
                    ToldEvent told = answer.told();
                    first = told.source() + ' ' + told.id() + ": " + refused.text();
                }
            }
        }
        if (!codes.isEmpty()) {
            LOG.warn(
                    "of {} events that {} told, these are not charged: {}; the first is {}",
                    answers.size(),
                    teller.name(),
                    codes,
                    first);
        }
    }
}
