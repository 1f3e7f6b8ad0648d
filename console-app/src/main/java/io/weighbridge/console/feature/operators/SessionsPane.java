package io.weighbridge.console.feature.operators;

import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.ReasonField;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.OperatorSession;

import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.function.Function;

/// The sessions of all operators; one can be ended.
final class SessionsPane {
    private final Workbench bench;
    private final SessionsModel model;
    private final VBox root = new VBox(8);
    private final DataTable<OperatorSession> table;
    private final StatePane state;

    SessionsPane(Workbench bench, SessionsModel model) {
        this.bench = bench;
        this.model = model;
        this.table = table();
        Button end = new Button(Texts.of("operators.sessions.end"));
        end.setId("end-session");
        end.setOnAction(_ -> end());
        end.disableProperty()
                .bind(table.node().getSelectionModel().selectedItemProperty().isNull());
        HBox bar = new HBox(8, end);
        bar.setAlignment(Pos.CENTER_LEFT);
        state =
                new StatePane(
                        table.node(),
                        Texts.of("operators.sessions.empty"),
                        Texts.of("operators.sessions.empty.text"),
                        model::load);
        VBox.setVgrow(state, Priority.ALWAYS);
        root.getStyleClass().add("tab-room");
        root.getChildren().addAll(bar, state);
    }

    Parent node() {
        return root;
    }

    void load() {
        model.load();
    }

    void begin(Subscriptions subscriptions) {
        subscriptions.watch(
                model.sessionsProperty(),
                read -> {
                    state.show(read);
                    if (read instanceof Loadable.Ready<List<OperatorSession>>(var list)) {
                        table.setRows(list);
                    }
                });
    }

    private DataTable<OperatorSession> table() {
        DataTable<OperatorSession> made =
                new DataTable<OperatorSession>(
                                Texts.of("operators.sessions"), OperatorSession::getId)
                        .text(Texts.of("operators.name"), 170, OperatorSession::getOperatorName)
                        .text(
                                Texts.of("operators.sessions.begun-by"),
                                170,
                                each ->
                                        Texts.word(
                                                "operators.sessions.by.", each.getBegunBy().name()))
                        .text(
                                Texts.of("operators.sessions.own"),
                                110,
                                each -> each.getOwn() ? Texts.of("operators.sessions.this") : "");
        instant(made, "operators.sessions.started", OperatorSession::getStartedAtMs);
        instant(made, "operators.sessions.renewed", OperatorSession::getRenewedAtMs);
        instant(made, "operators.sessions.ends", OperatorSession::getEndsAtMs);
        made.remember(bench.settings(), "sessions");
        made.node().setId("sessions");
        return made;
    }

    private void instant(
            DataTable<OperatorSession> made, String key, Function<OperatorSession, Long> atMs) {
        Formats formats = bench.formats();
        made.figure(
                Texts.of(key),
                130,
                atMs,
                each -> formats.relative(atMs.apply(each)),
                each -> formats.exactInstant(atMs.apply(each)));
    }

    private void end() {
        OperatorSession session = table.selected();
        if (session == null) {
            return;
        }
        Sheet sheet =
                new Sheet(
                        Texts.of("operators.sessions.end.title", session.getOperatorName()),
                        Texts.of(
                                session.getOwn()
                                        ? "operators.sessions.end.own"
                                        : "operators.sessions.end.text"),
                        Texts.of("operators.sessions.end"));
        ReasonField reason = new ReasonField();
        sheet.confirmButton().setId("end-confirm");
        sheet.dangerous()
                .with(reason)
                .onConfirm(
                        () -> {
                            sheet.problem(reason.problem());
                            if (reason.problem().isEmpty()) {
                                sheet.busy(true);
                                model.end(
                                        session,
                                        reason.reason(),
                                        () -> {
                                            sheet.leave();
                                            bench.toasts()
                                                    .done(
                                                            Texts.of(
                                                                    "operators.sessions.ended",
                                                                    session.getOperatorName()));
                                        },
                                        failure -> sheet.problem(failure.text()));
                            }
                        });
        bench.overlay().show(sheet);
    }
}
