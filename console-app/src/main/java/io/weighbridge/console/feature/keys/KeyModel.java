package io.weighbridge.console.feature.keys;

import io.grpc.StatusRuntimeException;
import io.weighbridge.console.client.AccountNames;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.CreateKeyReply;
import io.weighbridge.proto.v1.CreateKeyRequest;
import io.weighbridge.proto.v1.GetKeyRequest;
import io.weighbridge.proto.v1.KeySettings;
import io.weighbridge.proto.v1.RevokeKeyRequest;
import io.weighbridge.proto.v1.RotateKeyReply;
import io.weighbridge.proto.v1.RotateKeyRequest;
import io.weighbridge.proto.v1.UpdateKeyRequest;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.List;
import java.util.function.Consumer;

/// One key: what it is, and changes of it. It never holds a secret: a new one is handed on to
/// whoever asked, once.
final class KeyModel {
    private final BackendClient client;
    private final AccountNames names;
    private final Lane reading;
    private final Lane changing;
    private final ReadOnlyObjectWrapper<Loadable<Read>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());

    /// A key with what its settings are chosen from.
    ///
    /// @param account the name of its account
    record Read(ApiKey key, String account, Choices choices) {}

    /// What came of saving settings.
    sealed interface Saved {
        /// They are kept.
        record Done(ApiKey key) implements Saved {}

        /// Somebody else changed the same key first.
        record Conflict(KeyMerge merge) implements Saved {}

        /// It was refused, or the service could not be reached.
        record Refused(Failure failure) implements Saved {}
    }

    KeyModel(BackendClient client, Background background) {
        this.client = client;
        this.names = new AccountNames(client);
        this.reading = background.lane();
        this.changing = background.lane();
    }

    ReadOnlyObjectProperty<Loadable<Read>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    void load(String id) {
        reading.run(
                () -> {
                    ApiKey key = get(id);
                    names.read(List.of(key.getAccount()));
                    return new Read(key, names.of(key.getAccount()), Choices.read(client));
                },
                read -> state.set(new Loadable.Ready<>(read)),
                failure -> {
                    if (!failure.isConnection() || !(state.get() instanceof Loadable.Ready)) {
                        state.set(new Loadable.Failed<>(failure));
                    }
                });
    }

    private ApiKey get(String id) {
        return client.keys().getKey(GetKeyRequest.newBuilder().setKey(id).build());
    }

    private void take(ApiKey key) {
        if (state.get() instanceof Loadable.Ready<Read>(var read)) {
            state.set(new Loadable.Ready<>(new Read(key, read.account(), read.choices())));
        }
    }

    /// Replaces the settings.
    ///
    /// @param base as it was read
    void save(ApiKey base, KeySettings settings, Consumer<Saved> done) {
        changing.run(
                () -> save(base, settings),
                saved -> {
                    if (saved instanceof Saved.Done(var key)) {
                        take(key);
                    }
                    done.accept(saved);
                },
                failure -> done.accept(new Saved.Refused(failure)));
    }

    private Saved save(ApiKey base, KeySettings settings) {
        UpdateKeyRequest request =
                UpdateKeyRequest.newBuilder()
                        .setKey(base.getId())
                        .setVersion(base.getVersion())
                        .setSettings(settings)
                        .build();
        try {
            return new Saved.Done(client.keys().updateKey(request));
        } catch (StatusRuntimeException e) {
            Failure failure = Failure.of(e);
            return failure.code().equals("VERSION_CONFLICT")
                    ? new Saved.Conflict(new KeyMerge(base, settings, get(base.getId())))
                    : new Saved.Refused(failure);
        }
    }

    /// Ends a key for ever.
    void revoke(ApiKey key, String reason, Consumer<ApiKey> done, Consumer<Failure> failed) {
        RevokeKeyRequest request =
                RevokeKeyRequest.newBuilder().setKey(key.getId()).setReason(reason).build();
        changing.run(
                () -> client.keys().revokeKey(request),
                revoked -> {
                    take(revoked);
                    done.accept(revoked);
                },
                failed);
    }

    /// Gives a key a new secret.
    ///
    /// @param overlapMs how long the present one still works
    void rotate(
            ApiKey key, long overlapMs, Consumer<RotateKeyReply> done, Consumer<Failure> failed) {
        RotateKeyRequest request =
                RotateKeyRequest.newBuilder()
                        .setKey(key.getId())
                        .setVersion(key.getVersion())
                        .setOverlapMs(overlapMs)
                        .build();
        changing.run(
                () -> client.keys().rotateKey(request),
                reply -> {
                    take(reply.getKey());
                    done.accept(reply);
                },
                failed);
    }

    /// Makes a key.
    void create(
            String account,
            KeySettings settings,
            Consumer<CreateKeyReply> done,
            Consumer<Failure> failed) {
        CreateKeyRequest request =
                CreateKeyRequest.newBuilder().setAccount(account).setSettings(settings).build();
        changing.run(() -> client.keys().createKey(request), done, failed);
    }

    void cancel() {
        reading.cancel();
    }
}
