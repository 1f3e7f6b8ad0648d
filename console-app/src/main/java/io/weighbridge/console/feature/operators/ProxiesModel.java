package io.weighbridge.console.feature.operators;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.proto.v1.CreateProxyCredentialReply;
import io.weighbridge.proto.v1.CreateProxyCredentialRequest;
import io.weighbridge.proto.v1.ListProxyCredentialsRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.ProxyCredential;
import io.weighbridge.proto.v1.RevokeProxyCredentialRequest;
import io.weighbridge.proto.v1.RotateProxyCredentialReply;
import io.weighbridge.proto.v1.RotateProxyCredentialRequest;

import java.time.InstantSource;
import java.util.function.Consumer;

/// The credentials that proxies show to the gate.
final class ProxiesModel {
    private static final int PAGE = 200;

    private final BackendClient client;
    private final Paging<ProxyCredential> paging;
    private final Lane changing;
    private boolean includeRevoked;

    ProxiesModel(BackendClient client, Background background) {
        this.client = client;
        this.paging = new Paging<>(background, client.link());
        this.changing = background.lane();
    }

    /// What was read.
    Paging<ProxyCredential> paging() {
        return paging;
    }

    void includeRevoked(boolean include) {
        includeRevoked = include;
        load();
    }

    void load() {
        boolean hasRevoked = includeRevoked;
        paging.read(hasRevoked, token -> page(hasRevoked, token));
    }

    private Paging.Page<ProxyCredential> page(boolean hasRevoked, String token) {
        var reply =
                client.proxies()
                        .listProxyCredentials(
                                ListProxyCredentialsRequest.newBuilder()
                                        .setIncludeRevoked(hasRevoked)
                                        .setPage(
                                                PageRequest.newBuilder()
                                                        .setSize(PAGE)
                                                        .setToken(token))
                                        .build());
        return new Paging.Page<>(reply.getCredentialsList(), reply.getNextPageToken());
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
            String reason,
            long overlapMs,
            InstantSource clock,
            Consumer<RotateProxyCredentialReply> done,
            Consumer<Failure> failed) {
        long untilMs = overlapMs == 0 ? 0 : clock.millis() + overlapMs;
        changing.run(
                () ->
                        BackendClient.because(client.proxies(), reason)
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
