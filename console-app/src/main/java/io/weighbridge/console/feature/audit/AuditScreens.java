package io.weighbridge.console.feature.audit;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Workbench;

/// The screens of the audit log: the list, and one entry.
public final class AuditScreens {
    private AuditScreens() {}

    /// The screen of an address.
    public static Screen make(Address address, Workbench bench, boolean isDrawer) {
        return address.id().isEmpty()
                ? new AuditView(address, bench)
                : new EntryView(address, bench, isDrawer);
    }
}
