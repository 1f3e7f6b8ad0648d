package io.weighbridge.backend.cli.client;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import io.weighbridge.backend.platform.grpc.BearerToken;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;

import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Asks a running service as an operator.
public final class StubClient {
    private static final int TIMEOUT_S = 600;

    @Mixin private ServiceOptions service = new ServiceOptions();

    /// Asks, and says on the error output what went wrong.
    ///
    /// @param stubs of the service that is asked
    /// @param question returns the exit status
    public <S extends AbstractStub<S>> int ask(
            CommandLine command, Function<Channel, S> stubs, Function<S, Integer> question) {
        return askForLong(
                command,
                channel -> stubs.apply(channel).withDeadlineAfter(TIMEOUT_S, TimeUnit.SECONDS),
                question);
    }

    /// The same for an answer that may take any time.
    public <S extends AbstractStub<S>> int askForLong(
            CommandLine command, Function<Channel, S> stubs, Function<S, Integer> question) {
        Target target = service.target(command);
        try (Identity identity = service.identity(target, command)) {
            ManagedChannel channel = target.connect();
            try {
                S stub = stubs.apply(channel);
                return question.apply(
                        identity.token().isEmpty()
                                ? stub
                                : stub.withInterceptors(BearerToken.attaching(identity.token())));
            } finally {
                channel.shutdownNow();
            }
        } catch (StatusRuntimeException e) {
            return Identity.failed(target, command, e);
        }
    }
}
