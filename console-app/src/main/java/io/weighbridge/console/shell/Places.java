package io.weighbridge.console.shell;

import io.weighbridge.console.settings.Settings;

/// Where an operator was last on each screen, with what it was narrowed down to, so that going
/// there again and the next start find it so. Kept for each connection: ids of one installation
/// mean nothing in another. Only lists are remembered, not things.
final class Places {
    private final Settings settings;
    private final String connection;

    Places(Settings settings, String connection) {
        this.settings = settings;
        this.connection = connection;
    }

    /// Notes where somebody is now.
    void remember(Address address) {
        if (address.id().isEmpty()) {
            settings.put(name(address.route()), address.toString());
        }
    }

    /// Where to go for a screen.
    Address last(Route route) {
        return settings.get(name(route), String.class)
                .flatMap(Address::parse)
                .filter(address -> address.route() == route && address.id().isEmpty())
                .orElse(Address.of(route));
    }

    private String name(Route route) {
        return "place." + connection + "." + route.word();
    }
}
