package io.weighbridge.console.feature.plans;

import io.weighbridge.console.text.Texts;

import java.util.Locale;

/// One of the three numbers in a cell of the matrix.
enum Measure {
    REQUESTS(1_000_000_000L),
    TOKENS(10_000_000_000L),
    CALLS(1_000_000L);

    private final long most;

    Measure(long most) {
        this.most = most;
    }

    /// The highest that the contract allows.
    long most() {
        return most;
    }

    /// `requests/min`.
    String text() {
        return Texts.of("plans.measure." + word());
    }

    /// `req/min`: for a narrow column.
    String brief() {
        return Texts.of("plans.measure." + word() + ".brief");
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
