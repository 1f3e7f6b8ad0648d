package io.weighbridge.console.feature.audit;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.CallScope;
import io.weighbridge.console.client.ClientException;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.proto.v1.MakeCheckpointReply;
import io.weighbridge.proto.v1.MakeCheckpointRequest;
import io.weighbridge.proto.v1.VerifyReply;
import io.weighbridge.proto.v1.VerifyRequest;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Whether the log is whole, and signed texts to prove later that it was.
final class ProofModel {
    /// What was found.
    sealed interface State {
        /// Nobody has asked.
        record Idle() implements State {}

        /// The service computes the chain.
        record Running() implements State {}

        /// Nothing is missing or changed.
        record Intact(long entries, long checkpoints, String head) implements State {}

        /// Entries are wrong or missing.
        record Broken(List<String> problems) implements State {}

        /// It could not be computed.
        record Failed(Failure failure) implements State {}
    }

    private final BackendClient client;
    private final long patienceMs;
    private final Lane lane;
    private final Lane checkpointLane;
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State.Idle());
    private CallScope scope = new CallScope();

    /// @param patienceMs for how long the service may compute
    ProofModel(BackendClient client, Background background, long patienceMs) {
        this.client = client;
        this.patienceMs = patienceMs;
        this.lane = background.lane();
        this.checkpointLane = background.lane();
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Computes the chain anew; one at a time.
    ///
    /// @param checkpoint that was kept elsewhere; empty for none
    void verify(String checkpoint) {
        if (state.get() instanceof State.Running) {
            return;
        }
        state.set(new State.Running());
        VerifyRequest request =
                VerifyRequest.newBuilder().setCheckpoint(checkpoint.strip()).build();
        scope = new CallScope();
        CallScope running = scope;
        lane.run(
                () ->
                        running.call(
                                () ->
                                        client.audit()
                                                .withDeadlineAfter(
                                                        patienceMs, TimeUnit.MILLISECONDS)
                                                .verify(request)),
                reply -> state.set(result(reply)),
                failure -> state.set(new State.Failed(failure)));
    }

    /// Ends the computing.
    void cancel() {
        if (state.get() instanceof State.Running) {
            lane.cancel();
            scope.cancel();
            state.set(new State.Idle());
        }
    }

    private static State result(VerifyReply reply) {
        return reply.getIntact()
                ? new State.Intact(reply.getEntries(), reply.getCheckpoints(), reply.getHead())
                : new State.Broken(reply.getProblemsList());
    }

    /// Signs what the log is now.
    void makeCheckpoint(Consumer<String> done, Consumer<Failure> failed) {
        checkpointLane.run(
                () -> client.audit().makeCheckpoint(MakeCheckpointRequest.getDefaultInstance()),
                (MakeCheckpointReply reply) -> done.accept(reply.getCheckpoint()),
                failed);
    }

    /// Writes a checkpoint to a new file; an older one is never replaced.
    void save(String checkpoint, String file, Consumer<String> done, Consumer<Failure> failed) {
        checkpointLane.run(
                () -> {
                    try {
                        Path path = Path.of(file.strip()).toAbsolutePath();
                        Files.writeString(
                                path,
                                checkpoint + "\n",
                                StandardCharsets.UTF_8,
                                StandardOpenOption.CREATE_NEW);
                        return path.toString();
                    } catch (IOException | InvalidPathException e) {
                        throw new ClientException(
                                "FILE_UNWRITABLE", "The file cannot be written: " + e);
                    }
                },
                done,
                failed);
    }
}
