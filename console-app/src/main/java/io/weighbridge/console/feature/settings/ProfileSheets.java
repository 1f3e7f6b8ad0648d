package io.weighbridge.console.feature.settings;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;

import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;

/// The sheets of one's own password and second factor.
final class ProfileSheets {
    private ProfileSheets() {}

    static void changePassword(Workbench bench, ProfileModel model) {
        PasswordField old = new PasswordField();
        old.setId("old-password");
        PasswordField typed = new PasswordField();
        typed.setId("new-password");
        PasswordField again = new PasswordField();
        again.setId("new-password-again");
        Sheet sheet =
                new Sheet(
                        Texts.of("settings.password"),
                        Texts.of("settings.password.text"),
                        Texts.of("settings.password.verb"));
        sheet.with(
                        label("settings.password.old", old),
                        old,
                        label("settings.password.new", typed),
                        typed,
                        label("settings.password.again", again),
                        again)
                .onConfirm(
                        () -> {
                            String problem = ProfileModel.problem(typed.getText(), again.getText());
                            sheet.problem(problem);
                            if (problem.isEmpty()) {
                                sheet.busy(true);
                                model.changePassword(
                                        old.getText(),
                                        typed.getText(),
                                        () -> {
                                            sheet.leave();
                                            bench.toasts().done(Texts.of("settings.password.done"));
                                        },
                                        failure -> sheet.problem(failure.text()));
                            }
                        });
        bench.overlay().show(sheet);
    }

    static void enrolTotp(Workbench bench, ProfileModel model) {
        PasswordField password = new PasswordField();
        password.setId("totp-password");
        Sheet sheet =
                new Sheet(
                        Texts.of("settings.totp.add"),
                        Texts.of("settings.totp.add.text"),
                        Texts.of("settings.totp.next"));
        sheet.with(label("settings.password.old", password), password)
                .onConfirm(
                        () -> {
                            sheet.busy(true);
                            model.enrolTotp(
                                    password.getText(),
                                    reply -> {
                                        sheet.leave();
                                        confirmTotp(bench, model, reply.getSecret());
                                    },
                                    failure -> sheet.problem(failure.text()));
                        });
        bench.overlay().show(sheet);
    }

    private static void confirmTotp(Workbench bench, ProfileModel model, String secret) {
        TextField shown = new TextField(secret);
        shown.setEditable(false);
        shown.setId("totp-secret");
        shown.getStyleClass().add("secret");
        TextField code = new TextField();
        code.setId("totp-code");
        Sheet sheet =
                new Sheet(
                        Texts.of("settings.totp.confirm"),
                        Texts.of("settings.totp.confirm.text"),
                        Texts.of("settings.totp.confirm.verb"));
        sheet.with(
                        label("settings.totp.secret", shown),
                        shown,
                        label("settings.totp.code", code),
                        code)
                .onConfirm(
                        () -> {
                            sheet.busy(true);
                            model.confirmTotp(
                                    code.getText().strip(),
                                    () -> {
                                        shown.clear();
                                        sheet.leave();
                                        bench.toasts().done(Texts.of("settings.totp.done"));
                                    },
                                    failure -> sheet.problem(failure.text()));
                        });
        bench.overlay().show(sheet);
    }

    static void removeTotp(Workbench bench, ProfileModel model) {
        PasswordField password = new PasswordField();
        TextField code = new TextField();
        Sheet sheet =
                new Sheet(
                        Texts.of("settings.totp.remove"),
                        Texts.of("settings.totp.remove.text"),
                        Texts.of("settings.totp.remove"));
        sheet.dangerous()
                .with(
                        label("settings.password.old", password),
                        password,
                        label("settings.totp.code", code),
                        code)
                .onConfirm(
                        () -> {
                            sheet.busy(true);
                            model.removeTotp(
                                    password.getText(),
                                    code.getText().strip(),
                                    () -> {
                                        sheet.leave();
                                        bench.toasts().done(Texts.of("settings.totp.removed"));
                                    },
                                    failure -> sheet.problem(failure.text()));
                        });
        bench.overlay().show(sheet);
    }

    private static Label label(String key, TextField field) {
        return Described.label(Texts.of(key), field);
    }
}
