package io.weighbridge.console;

import io.weighbridge.console.feature.audit.AuditScreens;
import io.weighbridge.console.feature.usage.UsageScreens;
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
            case PRICES -> new Placeholder(address);
            case USAGE -> UsageScreens.make(address, bench, isDrawer);
            case APPROVALS -> new Placeholder(address);
            case AUDIT -> AuditScreens.make(address, bench, isDrawer);
            case OPERATORS -> new Placeholder(address);
            case SETTINGS -> new Placeholder(address);
        };
    }
}
