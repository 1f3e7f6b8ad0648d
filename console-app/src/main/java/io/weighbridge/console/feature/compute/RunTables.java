package io.weighbridge.console.feature.compute;

import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.text.TimeInput;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.SavedModel;
import io.weighbridge.proto.v1.ServiceModel;

import org.jspecify.annotations.Nullable;

/// The columns of services, of what one ran, and of saved models.
final class RunTables {
    private RunTables() {}

    static DataTable<RunRow> services(Formats formats) {
        DataTable<RunRow> table =
                new DataTable<RunRow>(Texts.of("compute.services"), row -> row.service().getId())
                        .text(Texts.of("compute.service"), 150, row -> row.service().getName())
                        .drawn(
                                Texts.of("compute.model"),
                                170,
                                null,
                                RunTables::model,
                                _ ->
                                        new ChipCell<>(
                                                RunTables::model,
                                                row -> row.isKnown() ? "" : "watch"))
                        .text(Texts.of("compute.gpu.name"), 100, row -> row.running().getGpu());
        number(table, "compute.term.context", 125, TermField.CONTEXT);
        number(table, "compute.term.batch", 65, TermField.BATCH);
        number(table, "compute.term.utilization", 110, TermField.UTILIZATION);
        number(table, "compute.term.margin", 90, TermField.MARGIN);
        return table.text(
                        Texts.of("compute.term.basis"),
                        195,
                        row ->
                                row.isKnown()
                                        ? ComputeWords.basis(row.running().getTerms().getBasis())
                                        : "")
                .text(Texts.of("compute.later"), 310, row -> later(row.later(), formats));
    }

    private static void number(DataTable<RunRow> table, String key, int width, TermField field) {
        table.text(
                Texts.of(key),
                width,
                row -> row.isKnown() ? field.typed(row.running().getTerms()) : "");
    }

    private static String model(RunRow row) {
        return row.isKnown() ? row.running().getModelName() : Texts.of("compute.service.unknown");
    }

    /// What holds from an instant to come: `llama-3-8b on h100 from 2026-12-01 00:00`.
    static String later(@Nullable ServiceModel later, Formats formats) {
        return later == null
                ? ""
                : Texts.of(
                        "compute.later.what",
                        what(later),
                        TimeInput.text(later.getEffectiveAtMs(), formats.zone()));
    }

    /// A model and its GPU, or that none is known.
    static String what(ServiceModel link) {
        return link.getModel().isEmpty()
                ? Texts.of("compute.service.unknown")
                : Texts.of("compute.service.on", link.getModelName(), link.getGpu());
    }

    /// What one ran, runs and will run.
    static DataTable<ServiceModel> links(Formats formats) {
        return new DataTable<ServiceModel>(
                        Texts.of("compute.links"),
                        link -> link.getEffectiveAtMs() + "/" + link.getCreatedAtMs())
                .text(
                        Texts.of("compute.price.from"),
                        150,
                        link -> TimeInput.text(link.getEffectiveAtMs(), formats.zone()))
                .text(Texts.of("compute.model"), 170, RunTables::what)
                .text(
                        Texts.of("compute.terms"),
                        360,
                        link -> link.getModel().isEmpty() ? "" : terms(link));
    }

    /// Its terms in one line.
    static String terms(ServiceModel link) {
        return Texts.of(
                "compute.terms.line",
                serving(link.getTerms()),
                TermField.BATCH.typed(link.getTerms()),
                TermField.UTILIZATION.typed(link.getTerms()),
                TermField.MARGIN.typed(link.getTerms()));
    }

    private static String serving(ComputeTerms terms) {
        return switch (ModelUse.of(terms)) {
            case TEXT -> Texts.of("compute.terms.text", TermField.CONTEXT.typed(terms));
            case PICTURES ->
                    Texts.of(
                            "compute.terms.pictures",
                            TermField.WIDTH.typed(terms),
                            TermField.HEIGHT.typed(terms),
                            TermField.STEPS.typed(terms));
            case SPEECH -> Texts.of("compute.terms.speech", TermField.RECORDING.typed(terms));
        };
    }

    static DataTable<SavedModel> models(Formats formats) {
        return new DataTable<SavedModel>(Texts.of("compute.models"), SavedModel::getModel)
                .text(Texts.of("compute.model"), 200, SavedModel::getName)
                .text(Texts.of("compute.model.type"), 120, SavedModel::getType)
                .text(Texts.of("compute.model.kind"), 120, SavedModel::getKind)
                .figure(
                        Texts.of("compute.tile.params"),
                        130,
                        SavedModel::getParamsTotal,
                        model ->
                                model.getParamsTotal() == 0
                                        ? ComputeWords.unknown()
                                        : formats.brief(model.getParamsTotal()),
                        model -> Long.toString(model.getParamsTotal()))
                .figure(
                        Texts.of("compute.tile.weights"),
                        110,
                        SavedModel::getWeightBytes,
                        model -> ComputeWords.bytes(model.getWeightBytes()),
                        model -> Long.toString(model.getWeightBytes()))
                .text(Texts.of("compute.model.format"), 130, SavedModel::getWeightFormat)
                .text(
                        Texts.of("compute.model.saved"),
                        110,
                        model -> formats.relative(model.getCreatedAtMs()));
    }
}
