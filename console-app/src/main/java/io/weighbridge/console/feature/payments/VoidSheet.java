package io.weighbridge.console.feature.payments;

import io.weighbridge.console.client.Failure;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.CodeBatch;
import io.weighbridge.proto.v1.PromotionCode;

import java.util.function.Consumer;

/// Asks why nobody shall redeem codes any more, and says to how many that happens.
final class VoidSheet {
    private VoidSheet() {}

    private interface Change {
        void send(String reason, Runnable done, Consumer<Failure> failed);
    }

    /// Of a batch, what is not used.
    static void batch(Workbench bench, BatchModel model, CodeBatch batch, Runnable changed) {
        Formats formats = bench.formats();
        String text =
                Texts.of(
                        batch.getUsed() == 0 ? "payments.void.unused" : "payments.void.text",
                        formats.count(batch.getLeft()),
                        formats.count(batch.getCount()),
                        formats.count(batch.getUsed()));
        show(
                bench,
                new Sheet(
                        Texts.of("payments.void.title", batch.getCampaign()),
                        text,
                        Texts.of("payments.void.verb")),
                Texts.of(
                        "payments.void.done",
                        formats.count(batch.getLeft()),
                        formats.count(batch.getCount())),
                model::voidBatch,
                changed);
    }

    /// One code.
    static void code(Workbench bench, BatchModel model, PromotionCode code, Runnable changed) {
        show(
                bench,
                new Sheet(
                        Texts.of("payments.void.code.title", code.getHint()),
                        Texts.of(
                                "payments.void.code.text", bench.formats().count(code.getNumber())),
                        Texts.of("payments.void.code.verb")),
                Texts.of("payments.void.code.done", code.getHint()),
                (reason, done, failed) -> model.voidCode(code.getNumber(), reason, done, failed),
                changed);
    }

    private static void show(
            Workbench bench, Sheet sheet, String done, Change change, Runnable changed) {
        sheet.confirmButton().setId("void-confirm");
        sheet.dangerous()
                .onReason(
                        reason ->
                                change.send(
                                        reason,
                                        () -> {
                                            sheet.leave();
                                            bench.toasts().done(done);
                                            changed.run();
                                        },
                                        failure -> sheet.problem(failure.text())));
        bench.overlay().show(sheet);
    }
}
