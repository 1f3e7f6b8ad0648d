package io.weighbridge.backend.gate;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What several threads did to one account at the same time and were answered: whether one order of
/// it all explains every answer, in which whatever had been answered before something else was
/// asked comes before it.
final class History {
    /// An account in numbers without bounds.
    record State(BigInteger balance, BigInteger held, int openCalls) {
        BigInteger available() {
            return balance.subtract(held);
        }

        State plus(long balanceDelta, long heldDelta, int callsDelta) {
            return new State(
                    balance.add(BigInteger.valueOf(balanceDelta)),
                    held.add(BigInteger.valueOf(heldDelta)),
                    openCalls + callsDelta);
        }
    }

    /// Something asked, and how a state must answer and change.
    @FunctionalInterface
    interface Rule {
        /// What comes of it.
        Step from(State state);
    }

    /// An answer in words, and the state after it.
    record Step(String answer, State next) {}

    /// Something that was done.
    ///
    /// @param answer what was answered, in the words of the rule
    record Event(String what, long askedAt, long answeredAt, String answer, Rule rule) {}

    private final List<List<Event>> threads;
    private final Set<Object> deadEnds = new HashSet<>();

    private record Place(List<Integer> next, State state) {}

    /// @param threads what each thread did, in its order
    History(List<List<Event>> threads) {
        this.threads = threads;
    }

    /// Whether there is such an order.
    boolean hasAnOrder(State initial) {
        return search(new int[threads.size()], initial);
    }

    private boolean search(int[] next, State state) {
        Place place = new Place(Arrays.stream(next).boxed().toList(), state);
        if (deadEnds.contains(place)) {
            return false;
        }
        boolean done = true;
        for (int thread = 0; thread < next.length; thread++) {
            if (next[thread] == threads.get(thread).size()) {
                continue;
            }
            done = false;
            Event event = threads.get(thread).get(next[thread]);
            Step step = event.rule().from(state);
            if (mayBeNext(event, next) && step.answer().equals(event.answer())) {
                next[thread]++;
                boolean found = search(next, step.next());
                next[thread]--;
                if (found) {
                    return true;
                }
            }
        }
        if (!done) {
            deadEnds.add(place);
        }
        return done;
    }

    // Nothing that is still to come had been answered before it was asked.
    private boolean mayBeNext(Event event, int[] next) {
        for (int thread = 0; thread < next.length; thread++) {
            List<Event> events = threads.get(thread);
            if (next[thread] < events.size()
                    && events.get(next[thread]).answeredAt() < event.askedAt()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        long began =
                threads.stream().flatMap(List::stream).mapToLong(Event::askedAt).min().orElse(0);
        for (int thread = 0; thread < threads.size(); thread++) {
            for (Event event : threads.get(thread)) {
                text.append("thread ")
                        .append(thread)
                        .append(", us ")
                        .append((event.askedAt() - began) / 1_000)
                        .append(" to ")
                        .append((event.answeredAt() - began) / 1_000)
                        .append(": ")
                        .append(event.what())
                        .append(" -> ")
                        .append(event.answer())
                        .append('\n');
            }
        }
        return text.toString();
    }
}
