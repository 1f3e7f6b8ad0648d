package io.weighbridge.backend.ledger.check;

import io.weighbridge.model.IdKind;

import java.util.ArrayList;
import java.util.List;

/// What a check finds wrong, in the words of its report. Keeps the first of very many.
final class LedgerProblems {
    private static final int KEPT = 1_000;

    private final List<String> found = new ArrayList<>();
    private long more;

    void add(String problem) {
        if (found.size() < KEPT) {
            found.add(problem);
        } else {
            more++;
        }
    }

    /// Adds a problem unless two amounts are the same.
    ///
    /// @param what whose it is
    /// @param said the first amount's name
    /// @param is the second's, with a verb
    void compare(String what, String said, long saidNanos, String is, long isNanos) {
        if (saidNanos != isNanos) {
            add(
                    what
                            + ": "
                            + said
                            + ' '
                            + nanos(saidNanos)
                            + ", "
                            + is
                            + ' '
                            + nanos(isNanos)
                            + ": off by "
                            + nanos(saidNanos - isNanos));
        }
    }

    static String nanos(long amount) {
        return amount + (Math.abs(amount) == 1 ? " nano" : " nanos");
    }

    static String account(long id) {
        return "account " + IdKind.ACCOUNT.format(id);
    }

    List<String> list() {
        List<String> all = new ArrayList<>(found);
        if (more > 0) {
            all.add("and " + more + " more");
        }
        return all;
    }
}
