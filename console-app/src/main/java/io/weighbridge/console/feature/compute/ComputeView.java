package io.weighbridge.console.feature.compute;

import io.weighbridge.console.feature.compute.costs.CostsTab;
import io.weighbridge.console.feature.compute.costs.DriftTab;
import io.weighbridge.console.feature.compute.seen.Follow;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.ScreenTabs;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;

import javafx.scene.Parent;

import java.util.List;

/// Compute: what a model needs and costs, what services run, saved models, GPUs, what these really
/// did, what that cost and earned, and how far it is from what was predicted. Its address holds the
/// tab.
final class ComputeView implements Screen {
    private final ScreenTabs tabs;
    private final Follow follow;

    ComputeView(Address address, Workbench bench) {
        tabs =
                new ScreenTabs(
                        bench,
                        Route.COMPUTE,
                        List.of(
                                new AnalyzeTab(bench, address.filter("model")),
                                ServicesTab.of(bench),
                                ModelsTab.of(bench),
                                GpusTab.of(bench),
                                new MeasuredTab(bench),
                                new CostsTab(bench, address),
                                new DriftTab(bench, address)),
                        address.filter("tab"),
                        this::address);
        follow = new Follow(bench, () -> tabs.current().read(), () -> tabs.current().poll());
    }

    private Address address() {
        return tabs.current().address(Address.of(Route.COMPUTE));
    }

    @Override
    public Parent node() {
        return tabs.node();
    }

    @Override
    public String title() {
        return Texts.of("shell.route.compute");
    }

    @Override
    public void shown() {
        tabs.shown();
        follow.start();
    }

    @Override
    public void hidden() {
        follow.stop();
        tabs.hidden();
    }
}
