package io.weighbridge.console.feature.prices.draft;

import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.feature.prices.rows.FeeRows;
import io.weighbridge.console.feature.prices.words.Difference;
import io.weighbridge.console.settings.Settings;
import io.weighbridge.console.text.Texts;

import javafx.css.PseudoClass;
import javafx.scene.control.TableView;

import java.util.List;

/// What one book does differently from another, as a table.
final class DifferencesView {
    private static final PseudoClass BIG = PseudoClass.getPseudoClass("big");

    private final DataTable<Difference> table;

    DifferencesView(Settings settings, String name) {
        table =
                new DataTable<Difference>(
                                Texts.of("prices.differences"),
                                one -> one.service() + ' ' + one.what())
                        .tall()
                        .text(Texts.of("prices.diff.service"), 94, DifferencesView::serviceOf)
                        .text(Texts.of("prices.diff.what"), 164, Difference::what)
                        .text(Texts.of("prices.diff.kind"), 68, DifferencesView::kindOf)
                        .text(Texts.of("prices.diff.old"), 148, Difference::oldText)
                        .text(Texts.of("prices.diff.new"), 200, Difference::newText)
                        .figure(
                                Texts.of("prices.diff.percent"),
                                100,
                                Difference::basisPoints,
                                DifferencesView::percentOf,
                                Difference::percent)
                        .decorate((row, one) -> row.pseudoClassStateChanged(BIG, one.isBig()))
                        .remember(settings, name);
        table.node().setId("differences");
    }

    static String serviceOf(Difference one) {
        return one.service().isEmpty() ? FeeRows.everyService() : one.service();
    }

    static String kindOf(Difference one) {
        return Texts.of("prices.diff.kind." + one.kind().name());
    }

    // A big jump is said with a mark, not by colour alone.
    private static String percentOf(Difference one) {
        return one.isBig() ? "⚠ " + one.percent() : one.percent();
    }

    TableView<Difference> node() {
        return table.node();
    }

    void show(List<Difference> differences) {
        table.setRows(differences);
    }
}
