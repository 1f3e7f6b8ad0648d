package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.AddUpstreamKeyRequest;
import io.weighbridge.proto.v1.ListUpstreamKeysReply;
import io.weighbridge.proto.v1.ListUpstreamKeysRequest;
import io.weighbridge.proto.v1.RemoveUpstreamKeyRequest;
import io.weighbridge.proto.v1.ReplaceUpstreamKeyRequest;
import io.weighbridge.proto.v1.UpstreamKey;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// An account's own keys for providers of models. The keys themselves only go to the service: it
/// tells none of them, and nothing here keeps one.
final class OwnKeysModel {
    private static final Pattern KEY = Pattern.compile("[!-~]{8,1000}");

    private final BackendClient client;
    private final Background background;
    private final String account;
    private final Lane changes;
    private final ReadOnlyObjectWrapper<Providers> providers =
            new ReadOnlyObjectWrapper<>(new Providers(List.of(), List.of()));

    /// For which providers there can be keys.
    ///
    /// @param all that the service knows
    /// @param free those that the account has no key for
    record Providers(List<String> all, List<String> free) {
        static Providers of(ListUpstreamKeysReply reply) {
            List<String> taken =
                    reply.getKeysList().stream().map(UpstreamKey::getProvider).toList();
            return new Providers(
                    List.copyOf(reply.getProvidersList()),
                    reply.getProvidersList().stream()
                            .filter(provider -> !taken.contains(provider))
                            .toList());
        }
    }

    OwnKeysModel(BackendClient client, Background background, String account) {
        this.client = client;
        this.background = background;
        this.account = account;
        this.changes = background.lane();
    }

    /// As they were read last.
    ReadOnlyObjectProperty<Providers> providersProperty() {
        return providers.getReadOnlyProperty();
    }

    /// Reads them all. Blocks: for a background thread.
    Paging.Page<UpstreamKey> read() {
        ListUpstreamKeysReply reply =
                client.upstreamKeys()
                        .listUpstreamKeys(
                                ListUpstreamKeysRequest.newBuilder().setAccount(account).build());
        Providers read = Providers.of(reply);
        background.fx().execute(() -> providers.set(read));
        return new Paging.Page<>(reply.getKeysList(), "");
    }

    /// What is wrong with a key that was typed; empty when it can be sent. Does not repeat it.
    static String problem(String key) {
        return KEY.matcher(key).matches() ? "" : Texts.of("accounts.own.wrong");
    }

    /// Gives the service a key for a provider that the account has none for.
    void give(String provider, String key, Consumer<UpstreamKey> done, Consumer<Failure> failed) {
        changes.run(
                () ->
                        client.upstreamKeys()
                                .addUpstreamKey(
                                        AddUpstreamKeyRequest.newBuilder()
                                                .setAccount(account)
                                                .setProvider(provider)
                                                .setKey(key)
                                                .build()),
                done,
                failed);
    }

    /// Puts another key in the place of the present one.
    ///
    /// @param reason for the audit log
    void replace(
            String provider,
            String key,
            String reason,
            Consumer<UpstreamKey> done,
            Consumer<Failure> failed) {
        changes.run(
                () ->
                        BackendClient.because(client.upstreamKeys(), reason)
                                .replaceUpstreamKey(
                                        ReplaceUpstreamKeyRequest.newBuilder()
                                                .setAccount(account)
                                                .setProvider(provider)
                                                .setKey(key)
                                                .build()),
                done,
                failed);
    }

    /// Deletes one.
    ///
    /// @param reason for the audit log
    void remove(String provider, String reason, Runnable done, Consumer<Failure> failed) {
        changes.run(
                () ->
                        BackendClient.because(client.upstreamKeys(), reason)
                                .removeUpstreamKey(
                                        RemoveUpstreamKeyRequest.newBuilder()
                                                .setAccount(account)
                                                .setProvider(provider)
                                                .build()),
                _ -> done.run(),
                failed);
    }
}
