package io.weighbridge.console;

import io.weighbridge.console.feature.operators.OperatorsView;
import io.weighbridge.console.feature.settings.SettingsView;
import io.weighbridge.console.feature.keys.KeyView;
import io.weighbridge.console.feature.keys.KeysView;
import io.weighbridge.console.feature.plans.PlansScreen;
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
            case KEYS ->
                    address.id().isEmpty()
                            ? new KeysView(bench, address)
                            : new KeyView(bench, address, isDrawer);
            case PLANS -> new PlansScreen(bench, address);
            case PRICES -> new Placeholder(address);
            case USAGE -> new Placeholder(address);
            case APPROVALS -> new Placeholder(address);
            case AUDIT -> new Placeholder(address);
            case OPERATORS -> new OperatorsView(bench);
            case SETTINGS -> new SettingsView(bench);
        };
    }
}
