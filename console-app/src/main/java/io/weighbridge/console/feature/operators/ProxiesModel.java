package io.weighbridge.console.feature.operators;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.proto.v1.CreateProxyCredentialReply;
import io.weighbridge.proto.v1.CreateProxyCredentialRequest;
import io.weighbridge.proto.v1.ListProxyCredentialsRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.ProxyCredential;
import io.weighbridge.proto.v1.RevokeProxyCredentialRequest;
import io.weighbridge.proto.v1.RotateProxyCredentialReply;
import io.weighbridge.proto.v1.RotateProxyCredentialRequest;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/// The credentials that proxies show to the gate.
final class ProxiesModel {
    private static final int PAGE = 1_000;

    private final BackendClient client;
    private final Lane reading;
    private final Lane changing;
    private final ReadOnlyObjectWrapper<Loadable<List<ProxyCredential>>> credentials =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());
    private boolean includeRevoked;

    ProxiesModel(BackendClient client, Background background) {
        this.client = client;
        this.reading = background.lane();
        this.changing = background.lane();
    }

    ReadOnlyObjectProperty<Loadable<List<ProxyCredential>>> credentialsProperty() {
        return credentials.getReadOnlyProperty();
    }

    void includeRevoked(boolean include) {
        includeRevoked = include;
        load();
    }

    void load() {
        ListProxyCredentialsRequest request =
                ListProxyCredentialsRequest.newBuilder()
                        .setIncludeRevoked(includeRevoked)
                        .setPage(PageRequest.newBuilder().setSize(PAGE))
                        .build();
        reading.run(
                () -> client.proxies().listProxyCredentials(request).getCredentialsList(),
                list ->
                        credentials.set(
                                list.isEmpty()
                                        ? new Loadable.Empty<>()
                                        : new Loadable.Ready<>(list)),
                this::readFailed);
    }

    private void readFailed(Failure failure) {
        if (credentials.get() instanceof Loadable.Loading<List<ProxyCredential>>) {
            credentials.set(new Loadable.Failed<>(failure));
        }
    }

    void create(
            CreateProxyCredentialRequest request,
            Consumer<CreateProxyCredentialReply> done,
            Consumer<Failure> failed) {
        changing.run(
                () -> client.proxies().createProxyCredential(request),
                reply -> {
                    load();
                    done.accept(reply);
                },
                failed);
    }

    /// A new secret; the present one works on for a while.
    ///
    /// @param overlapMs how long; 0 ends it now
    void rotate(
            ProxyCredential credential,
            long overlapMs,
            InstantSource clock,
            Consumer<RotateProxyCredentialReply> done,
            Consumer<Failure> failed) {
        long untilMs = overlapMs == 0 ? 0 : clock.millis() + overlapMs;
        changing.run(
                () ->
                        client.proxies()
                                .rotateProxyCredential(
                                        RotateProxyCredentialRequest.newBuilder()
                                                .setCredential(credential.getId())
                                                .setPreviousUntilMs(untilMs)
                                                .build()),
                reply -> {
                    load();
                    done.accept(reply);
                },
                failed);
    }

    void revoke(
            ProxyCredential credential, String reason, Runnable done, Consumer<Failure> failed) {
        changing.run(
                () ->
                        client.proxies()
                                .revokeProxyCredential(
                                        RevokeProxyCredentialRequest.newBuilder()
                                                .setCredential(credential.getId())
                                                .setReason(reason)
                                                .build()),
                _ -> {
                    load();
                    done.run();
                },
                failed);
    }
}
