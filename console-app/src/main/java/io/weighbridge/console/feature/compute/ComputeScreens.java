package io.weighbridge.console.feature.compute;

import io.weighbridge.console.feature.compute.costs.GpuUseView;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.model.IdKind;

/// The screens of compute: the tabs, a GPU, one that is measured, what a service runs.
public final class ComputeScreens {
    private ComputeScreens() {}

    /// The screen of an address: a service by its id, a GPU by its name,
    /// one that is measured by its UUID; a saved model by its id is
    /// analyzed.
    public static Screen make(Address address, Workbench bench, boolean isDrawer) {
        if (address.id().isEmpty()) {
            return new ComputeView(address, bench);
        }
        if (IdKind.MODEL.parse(address.id()).isPresent()) {
            return new ComputeView(analysis(address.id()), bench);
        }
        if (IdKind.SERVICE.parse(address.id()).isPresent()) {
            return new ServiceView(address, bench, isDrawer);
        }
        if (GpuUseView.isAt(address)) {
            return GpuUseView.of(address, bench, isDrawer);
        }
        return new GpuView(address, bench, isDrawer);
    }

    /// Where a saved model is analyzed.
    static Address analysis(String model) {
        return Address.of(Route.COMPUTE).with("tab", AnalyzeTab.NAME).with("model", model);
    }
}
