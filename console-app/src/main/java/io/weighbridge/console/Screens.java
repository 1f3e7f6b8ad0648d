package io.weighbridge.console;

import io.weighbridge.console.feature.accounts.AccountView;
import io.weighbridge.console.feature.accounts.AccountsView;
import io.weighbridge.console.feature.accounts.AdjustCredit;
import io.weighbridge.console.feature.adjust.AdjustSheet;
import io.weighbridge.console.feature.adjust.ApprovalView;
import io.weighbridge.console.feature.adjust.ApprovalsView;
import io.weighbridge.console.feature.audit.AuditScreens;
import io.weighbridge.console.feature.compute.ComputeScreens;
import io.weighbridge.console.feature.keys.KeyView;
import io.weighbridge.console.feature.keys.KeysView;
import io.weighbridge.console.feature.live.LiveKeyView;
import io.weighbridge.console.feature.live.LiveView;
import io.weighbridge.console.feature.operators.OperatorsView;
import io.weighbridge.console.feature.payments.PaymentsScreens;
import io.weighbridge.console.feature.plans.PlansScreen;
import io.weighbridge.console.feature.prices.PricesScreen;
import io.weighbridge.console.feature.settings.SettingsView;
import io.weighbridge.console.feature.usage.UsageScreens;
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
            case ACCOUNTS ->
                    address.id().isEmpty()
                            ? new AccountsView(address, bench, adjust(bench))
                            : new AccountView(address, bench, isDrawer, adjust(bench));
            case KEYS ->
                    address.id().isEmpty()
                            ? new KeysView(bench, address)
                            : new KeyView(bench, address, isDrawer);
            case PLANS -> new PlansScreen(bench, address);
            case PRICES -> PricesScreen.of(address, bench, isDrawer);
            case COMPUTE -> ComputeScreens.make(address, bench, isDrawer);
            case USAGE -> UsageScreens.make(address, bench, isDrawer);
            case PAYMENTS -> PaymentsScreens.make(address, bench, isDrawer);
            case APPROVALS ->
                    address.id().isEmpty()
                            ? new ApprovalsView(bench)
                            : new ApprovalView(address, bench);
            case AUDIT -> AuditScreens.make(address, bench, isDrawer);
            case OPERATORS -> new OperatorsView(bench);
            case SETTINGS -> new SettingsView(bench);
        };
    }

    private static AdjustCredit adjust(Workbench bench) {
        return (account, changed) -> AdjustSheet.show(bench, account, changed);
    }
}
