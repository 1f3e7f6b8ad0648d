package io.weighbridge.console.shell;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.proto.v1.Role;

import java.util.Locale;
import java.util.Optional;

/// A screen of the console. Its name in lower case is the first part of an [Address].
public enum Route {
    LIVE(ConsoleAction.GO_LIVE, Readers.ALL),
    ACCOUNTS(ConsoleAction.GO_ACCOUNTS, Readers.ALL),
    KEYS(ConsoleAction.GO_KEYS, Readers.ALL),
    PLANS(ConsoleAction.GO_PLANS, Readers.ALL),
    PRICES(ConsoleAction.GO_PRICES, Readers.ALL),
    COMPUTE(ConsoleAction.GO_COMPUTE, Readers.ALL),
    USAGE(ConsoleAction.GO_USAGE, Readers.ALL),
    PAYMENTS(ConsoleAction.GO_PAYMENTS, Readers.ALL),
    APPROVALS(ConsoleAction.GO_APPROVALS, Readers.ALL),
    AUDIT(ConsoleAction.GO_AUDIT, Readers.AUDITORS),
    OPERATORS(ConsoleAction.GO_OPERATORS, Readers.ADMIN),
    SETTINGS(ConsoleAction.GO_SETTINGS, Readers.ALL);

    private final ConsoleAction action;
    private final Readers readers;

    Route(ConsoleAction action, Readers readers) {
        this.action = action;
        this.readers = readers;
    }

    // As the contracts' access options say it of what each screen reads.
    private enum Readers {
        ALL,
        AUDITORS,
        ADMIN;

        boolean include(Role role) {
            return switch (this) {
                case ALL -> true;
                case AUDITORS -> role == Role.ROLE_ADMIN || role == Role.ROLE_FINANCE;
                case ADMIN -> role == Role.ROLE_ADMIN;
            };
        }
    }

    /// The action that goes there.
    public ConsoleAction action() {
        return action;
    }

    /// Whether the backend lets this role read what the screen shows.
    public boolean isFor(Role role) {
        return readers.include(role);
    }

    /// Its name in an address.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Route> ofWord(String word) {
        for (Route route : values()) {
            if (route.word().equals(word)) {
                return Optional.of(route);
            }
        }
        return Optional.empty();
    }
}
