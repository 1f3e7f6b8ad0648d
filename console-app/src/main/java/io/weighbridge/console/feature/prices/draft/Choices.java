package io.weighbridge.console.feature.prices.draft;

import io.weighbridge.console.control.Overlay;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.feature.prices.books.Part;
import io.weighbridge.console.feature.prices.words.Difference;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

import java.util.List;

/// What somebody else did meanwhile, as a choice: never a lost update.
final class Choices {
    private static final int SHOWN_MAX = 8;

    private Choices() {}

    /// The draft was changed by somebody else.
    static void conflict(
            Workbench bench, Outcome.Conflict conflict, Runnable takeTheirs, Runnable keepMine) {
        Sheet sheet =
                new Sheet(
                        Texts.of("prices.conflict.title"),
                        Texts.of("prices.conflict.text"),
                        Texts.of("prices.conflict.keep"));
        sheet.confirmButton().setId("keep-mine");
        show(
                bench.overlay(),
                sheet,
                conflict.differences(),
                Texts.of("prices.conflict.take"),
                "take-theirs",
                takeTheirs,
                keepMine);
    }

    /// Another book was published.
    static void superseded(
            Workbench bench, Outcome.Superseded superseded, Runnable rebase, Runnable anyway) {
        String note = superseded.newest().getNote();
        Sheet sheet =
                new Sheet(
                        Texts.of("prices.superseded.title"),
                        Texts.of(
                                "prices.superseded.text",
                                note.isEmpty() ? superseded.newest().getId() : note,
                                bench.formats().relative(superseded.newest().getPublishedAtMs())),
                        Texts.of("prices.superseded.rebase"));
        sheet.confirmButton().setId("rebase");
        show(
                bench.overlay(),
                sheet,
                superseded.differences(),
                Texts.of("prices.superseded.anyway"),
                "publish-anyway",
                anyway,
                rebase);
    }

    private static void show(
            Overlay overlay,
            Sheet sheet,
            List<Difference> differences,
            String otherVerb,
            String otherId,
            Runnable other,
            Runnable confirmed) {
        Button second = new Button(otherVerb);
        second.setId(otherId);
        second.setOnAction(
                _ -> {
                    sheet.leave();
                    other.run();
                });
        sheet.with(list(differences), second)
                .onConfirm(
                        () -> {
                            sheet.leave();
                            confirmed.run();
                        });
        overlay.show(sheet);
        sheet.confirmButton().requestFocus();
    }

    private static Node list(List<Difference> differences) {
        VBox list = new VBox(4);
        list.setId("their-changes");
        for (Difference one : differences.stream().limit(SHOWN_MAX).toList()) {
            Label line =
                    new Label(
                            Texts.of(
                                    "prices.choice.line",
                                    DifferencesView.serviceOf(one),
                                    one.what(),
                                    one.oldText().isEmpty() ? "–" : one.oldText(),
                                    one.newText().isEmpty() ? "–" : one.newText()));
            line.setWrapText(true);
            list.getChildren().add(line);
        }
        if (differences.isEmpty()) {
            list.getChildren().add(Part.muted(Texts.of("prices.choice.same")));
        } else if (differences.size() > SHOWN_MAX) {
            list.getChildren()
                    .add(
                            Part.muted(
                                    Texts.of(
                                            "prices.choice.more",
                                            Integer.toString(differences.size() - SHOWN_MAX))));
        }
        return list;
    }
}
