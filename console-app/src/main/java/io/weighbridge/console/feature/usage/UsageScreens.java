package io.weighbridge.console.feature.usage;

import io.weighbridge.console.feature.usage.record.RecordView;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Workbench;

/// The screens of usage: all of it, and one record.
public final class UsageScreens {
    private UsageScreens() {}

    /// The screen of an address.
    public static Screen make(Address address, Workbench bench, boolean isDrawer) {
        return address.id().isEmpty()
                ? new UsageView(address, bench)
                : new RecordView(address.id(), bench, isDrawer);
    }
}
