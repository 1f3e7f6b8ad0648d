package io.weighbridge.console;

import io.weighbridge.console.feature.live.LiveKeyView;
import io.weighbridge.console.feature.live.LiveView;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Workbench;

/// Which screen an address leads to.
final class Screens {
    private Screens() {}

    static Screen make(Address address, Workbench bench, boolean isDrawer) {
        return switch (address.route()) {
            case LIVE ->
                    address.id().isEmpty()
                            ? new LiveView(address, bench)
                            : new LiveKeyView(address, bench);
            case ACCOUNTS -> new Placeholder(address);
            case KEYS -> new Placeholder(address);
            case PLANS -> new Placeholder(address);
            case PRICES -> new Placeholder(address);
            case USAGE -> new Placeholder(address);
            case APPROVALS -> new Placeholder(address);
            case AUDIT -> new Placeholder(address);
            case OPERATORS -> new Placeholder(address);
            case SETTINGS -> new Placeholder(address);
        };
    }
}
