package io.weighbridge.console.feature.operators;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.SecretSheet;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.CreateProxyCredentialRequest;
import io.weighbridge.proto.v1.ProxyCredential;
import io.weighbridge.proto.v1.Role;

import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.Arrays;
import java.util.List;

/// The credentials of proxies.
final class ProxiesPane {
    private static final long DAY_MS = 86_400_000L;

    private final Workbench bench;
    private final ProxiesModel model;
    private final ListTab<ProxyCredential> tab;

    ProxiesPane(Workbench bench, ProxiesModel model) {
        this.bench = bench;
        this.model = model;
        DataTable<ProxyCredential> table = table();
        CheckBox revoked = new CheckBox(Texts.of("operators.proxies.revoked.box"));
        revoked.selectedProperty().subscribe(model::includeRevoked);
        Button create = createButton();
        create.setId("create-proxy");
        Button rotate =
                ListTab.onSelected(table, Texts.of("operators.proxies.rotate"), this::rotate);
        Button revoke =
                ListTab.onSelected(table, Texts.of("operators.proxies.revoke"), this::revoke);
        tab =
                new ListTab<>(
                                table,
                                new StatePane(
                                                table.node(),
                                                Texts.of("operators.proxies.empty"),
                                                Texts.of("operators.proxies.empty.text"),
                                                model::load)
                                        .withEmptyAction(createButton()),
                                model.paging(),
                                create,
                                rotate,
                                revoke,
                                revoked)
                        .does(ConsoleAction.ROTATE_KEY, rotate)
                        .does(ConsoleAction.REVOKE_KEY, revoke);
    }

    private Button createButton() {
        Button create =
                new Button(
                        Texts.of("operators.proxies.create"),
                        new FontIcon(ConsoleAction.NEW.icon()));
        create.getStyleClass().add("accent");
        create.setOnAction(_ -> create());
        create.setDisable(bench.me().getRole() != Role.ROLE_ADMIN);
        return create;
    }

    ListTab<ProxyCredential> tab() {
        return tab;
    }

    void load() {
        model.load();
    }

    private DataTable<ProxyCredential> table() {
        DataTable<ProxyCredential> made =
                new DataTable<ProxyCredential>(
                                Texts.of("operators.proxies"), ProxyCredential::getId)
                        .text(Texts.of("operators.name"), 180, ProxyCredential::getName)
                        .text(Texts.of("operators.proxies.hint"), 190, ProxyCredential::getHint)
                        .text(
                                Texts.of("operators.proxies.services"),
                                220,
                                credential ->
                                        credential.getAllServices()
                                                ? Texts.of("operators.proxies.all")
                                                : String.join(", ", credential.getServicesList()))
                        .text(Texts.of("operators.state"), 200, this::stateText)
                        .figure(
                                Texts.of("operators.proxies.created"),
                                130,
                                ProxyCredential::getCreatedAtMs,
                                credential -> bench.formats().relative(credential.getCreatedAtMs()),
                                credential ->
                                        bench.formats().exactInstant(credential.getCreatedAtMs()))
                        .remember(bench.settings(), "proxies");
        made.node().setId("proxies");
        return made;
    }

    private String stateText(ProxyCredential credential) {
        if (credential.getRevokedAtMs() != 0) {
            return Texts.of("operators.proxies.revoked", credential.getRevokedReason());
        }
        long nowMs = bench.formats().clock().millis();
        if (credential.getExpiresAtMs() != 0 && credential.getExpiresAtMs() <= nowMs) {
            return Texts.of("operators.proxies.expired");
        }
        return credential.getPreviousUntilMs() > nowMs
                ? Texts.of(
                        "operators.proxies.overlap",
                        bench.formats().relative(credential.getPreviousUntilMs()))
                : Texts.of("operators.proxies.works");
    }

    void create() {
        TextField name = new TextField();
        name.setId("proxy-name");
        TextField services = new TextField();
        services.setPromptText(Texts.of("operators.proxies.services.prompt"));
        CheckBox ignored = new CheckBox(Texts.of("operators.proxies.ignored.box"));
        Sheet sheet =
                new Sheet(
                        Texts.of("operators.proxies.create.title"),
                        Texts.of("operators.proxies.create.text"),
                        Texts.of("operators.proxies.create.verb"));
        sheet.with(
                        Described.label(Texts.of("operators.name"), name),
                        name,
                        Described.label(Texts.of("operators.proxies.services"), services),
                        services,
                        ignored)
                .onConfirm(
                        () -> {
                            List<String> named =
                                    Arrays.stream(services.getText().split(",", -1))
                                            .map(String::strip)
                                            .filter(text -> !text.isEmpty())
                                            .toList();
                            sheet.busy(true);
                            model.create(
                                    CreateProxyCredentialRequest.newBuilder()
                                            .setName(name.getText().strip())
                                            .setAllServices(named.isEmpty())
                                            .addAllServices(named)
                                            .setClientAddressIgnored(ignored.isSelected())
                                            .build(),
                                    reply -> {
                                        sheet.leave();
                                        showSecret(reply.getCredential(), reply.getSecret());
                                    },
                                    failure -> sheet.problem(failure.text()));
                        });
        bench.overlay().show(sheet);
    }

    private void showSecret(ProxyCredential credential, String secret) {
        SecretSheet.show(
                bench.overlay(),
                Texts.of("operators.proxies.secret.title", credential.getName()),
                Texts.of("operators.proxies.secret.text"),
                secret);
    }

    private void rotate(ProxyCredential credential) {
        Sheet sheet =
                new Sheet(
                        Texts.of("operators.proxies.rotate.title", credential.getName()),
                        Texts.of("operators.proxies.rotate.text"),
                        Texts.of("operators.proxies.rotate"));
        sheet.confirmButton().setId("rotate-confirm");
        sheet.onReason(
                reason ->
                        model.rotate(
                                credential,
                                reason,
                                DAY_MS,
                                bench.formats().clock(),
                                reply -> {
                                    sheet.leave();
                                    showSecret(reply.getCredential(), reply.getSecret());
                                },
                                failure -> sheet.problem(failure.text())));
        bench.overlay().show(sheet);
    }

    private void revoke(ProxyCredential credential) {
        Sheet sheet =
                new Sheet(
                        Texts.of("operators.proxies.revoke.title", credential.getName()),
                        Texts.of("operators.proxies.revoke.text"),
                        Texts.of("operators.proxies.revoke"));
        sheet.confirmButton().setId("revoke-confirm");
        String done = Texts.of("operators.proxies.revoke.done", credential.getName());
        sheet.dangerous()
                .onReason(
                        reason ->
                                model.revoke(
                                        credential,
                                        reason,
                                        () -> {
                                            sheet.leave();
                                            bench.toasts().done(done);
                                        },
                                        failure -> sheet.problem(failure.text())));
        bench.overlay().show(sheet);
    }
}
