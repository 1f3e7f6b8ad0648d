package io.weighbridge.console.feature.payments;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.model.IdKind;

/// The screens of payments: the lists, an order, and what a provider told.
public final class PaymentsScreens {
    private PaymentsScreens() {}

    /// The screen of an address.
    public static Screen make(Address address, Workbench bench, boolean isDrawer) {
        if (address.id().isEmpty()) {
            return new PaymentsView(address, bench);
        }
        return IdKind.DELIVERY.parse(address.id()).isPresent()
                ? new DeliveryView(address, bench, isDrawer)
                : new OrderView(address, bench, isDrawer);
    }
}
