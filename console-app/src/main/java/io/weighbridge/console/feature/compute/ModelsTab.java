package io.weighbridge.console.feature.compute;

import io.weighbridge.console.fx.Paging;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.ScreenTab;
import io.weighbridge.console.shell.TabbedList;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.SavedModel;

import javafx.scene.control.Button;

/// Saved models. Each leads to its analysis.
final class ModelsTab {
    private ModelsTab() {}

    static ScreenTab of(Workbench bench) {
        RunsModel model =
                new RunsModel(bench.client(), bench.background(), bench.formats().clock());
        TabbedList<SavedModel> list =
                new TabbedList<>(
                                bench,
                                "compute.",
                                "models",
                                RunTables.models(bench.formats()),
                                () ->
                                        new TabbedList.Wanted<>(
                                                "", _ -> new Paging.Page<>(model.models(), "")),
                                ListTab.tools("compute.models.text"))
                        .leadingTo(
                                SavedModel::getModel,
                                id -> bench.navigator().open(ComputeScreens.analysis(id)));
        Button analyze = new Button(Texts.of("compute.models.action"));
        analyze.setOnAction(
                _ ->
                        bench.navigator()
                                .open(Address.of(Route.COMPUTE).with("tab", AnalyzeTab.NAME)));
        return list.withEmptyAction(analyze);
    }
}
