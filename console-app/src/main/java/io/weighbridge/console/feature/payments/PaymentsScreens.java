package io.weighbridge.console.feature.payments;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.model.IdKind;

/// The screens of payments: the lists, an order, what a provider told, a batch of codes, a report.
public final class PaymentsScreens {
    private PaymentsScreens() {}

    /// The screen of an address.
    public static Screen make(Address address, Workbench bench, boolean isDrawer) {
        if (address.id().isEmpty()) {
            return new PaymentsView(address, bench);
        }
        if (IdKind.DELIVERY.parse(address.id()).isPresent()) {
            return new DeliveryView(address, bench, isDrawer);
        }
        if (IdKind.CODE_BATCH.parse(address.id()).isPresent()) {
            return new BatchView(address, bench, isDrawer);
        }
        return IdKind.RECONCILIATION.parse(address.id()).isPresent()
                ? new ReportView(address, bench, isDrawer)
                : new OrderView(address, bench, isDrawer);
    }
}
