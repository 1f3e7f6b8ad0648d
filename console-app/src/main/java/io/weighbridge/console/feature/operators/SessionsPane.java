package io.weighbridge.console.feature.operators;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.OperatorSession;

import javafx.scene.control.Button;

import java.util.function.Function;

/// The sessions of all operators; one can be ended.
final class SessionsPane {
    private final Workbench bench;
    private final SessionsModel model;
    private final ListTab<OperatorSession> tab;

    SessionsPane(Workbench bench, SessionsModel model) {
        this.bench = bench;
        this.model = model;
        DataTable<OperatorSession> table = table();
        Button end = ListTab.onSelected(table, Texts.of("operators.sessions.end"), this::end);
        end.setId("end-session");
        tab =
                new ListTab<>(
                                table,
                                new StatePane(
                                        table.node(),
                                        Texts.of("operators.sessions.empty"),
                                        Texts.of("operators.sessions.empty.text"),
                                        model::load),
                                model.paging(),
                                end)
                        .does(ConsoleAction.END_SESSION, end);
    }

    ListTab<OperatorSession> tab() {
        return tab;
    }

    void load() {
        model.load();
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

    private void end(OperatorSession session) {
        Sheet sheet =
                new Sheet(
                        Texts.of("operators.sessions.end.title", session.getOperatorName()),
                        Texts.of(
                                session.getOwn()
                                        ? "operators.sessions.end.own"
                                        : "operators.sessions.end.text"),
                        Texts.of("operators.sessions.end"));
        sheet.confirmButton().setId("end-confirm");
        String ended = Texts.of("operators.sessions.ended", session.getOperatorName());
        sheet.dangerous()
                .onReason(
                        reason ->
                                model.end(
                                        session,
                                        reason,
                                        () -> {
                                            sheet.leave();
                                            bench.toasts().done(ended);
                                        },
                                        failure -> sheet.problem(failure.text())));
        bench.overlay().show(sheet);
    }
}
