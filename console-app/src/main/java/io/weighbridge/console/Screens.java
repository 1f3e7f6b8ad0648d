package io.weighbridge.console;

import io.weighbridge.console.feature.operators.OperatorsView;
import io.weighbridge.console.feature.prices.PricesScreen;
import io.weighbridge.console.feature.settings.SettingsView;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Workbench;

/// Which screen an address leads to.
final class Screens {
    private Screens() {}

    static Screen make(Address address, Workbench bench, boolean isDrawer) {
        return switch (address.route()) {
            case LIVE -> new Placeholder(address);
            case ACCOUNTS -> new Placeholder(address);
            case KEYS -> new Placeholder(address);
            case PLANS -> new Placeholder(address);
            case PRICES -> PricesScreen.of(address, bench, isDrawer);
            case USAGE -> new Placeholder(address);
            case APPROVALS -> new Placeholder(address);
            case AUDIT -> new Placeholder(address);
            case OPERATORS -> new OperatorsView(bench);
            case SETTINGS -> new SettingsView(bench);
        };
    }
}
