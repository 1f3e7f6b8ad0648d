package io.weighbridge.console.feature.usage.ask;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;

import java.util.Optional;

/// Where refused calls lead to: from a service to whose calls they were, from an account to its
/// page, which has the last ones and what stood in the way.
public final class RefusalDrill {
    private RefusalDrill() {}

    /// Empty where nothing more is known: calls whose key was not recognised are nobody's.
    ///
    /// @param level of the group
    /// @param id of the group
    public static Optional<Address> of(UsageQuery query, Level level, String id) {
        return switch (level) {
            case NONE, KEY, SUBJECT, TAG, GPU -> Optional.of(byAccount(query).address());
            case ACCOUNT -> account(id);
            case SERVICE ->
                    query.filter().account().isEmpty()
                            ? Optional.of(
                                    byAccount(query.with(query.filter().only(level, id))).address())
                            : account(query.filter().account());
        };
    }

    private static UsageQuery byAccount(UsageQuery query) {
        return query.with(Level.ACCOUNT).with(HeatShape.HOUR_ACCOUNT);
    }

    private static Optional<Address> account(String id) {
        return id.isEmpty() || id.equals(UsageFilter.WITHOUT)
                ? Optional.empty()
                : Optional.of(Address.of(Route.ACCOUNTS, id).with("tab", "refused"));
    }
}
