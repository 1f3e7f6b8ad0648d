package io.weighbridge.backend.cli.client;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import io.weighbridge.backend.platform.grpc.BearerToken;

import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Asks a running service as an operator.
public final class StubClient {
    private static final int TIMEOUT_S = 600;

    @Mixin private AddressOption address = new AddressOption();

    @Mixin private IdentityOptions identities = new IdentityOptions();

    /// Asks, and says on the error output what went wrong.
    ///
    /// @param stubs of the service that is asked
    /// @param question returns the exit status
    public <S extends AbstractStub<S>> int ask(
            CommandSpec spec, Function<Channel, S> stubs, Function<S, Integer> question) {
        Target checked = address.checked(spec.commandLine());
        try (Identity identity = identities.of(checked, spec.commandLine())) {
            ManagedChannel channel = checked.connect();
            try {
                S stub = stubs.apply(channel).withDeadlineAfter(TIMEOUT_S, TimeUnit.SECONDS);
                return question.apply(
                        identity.token().isEmpty()
                                ? stub
                                : stub.withInterceptors(BearerToken.attaching(identity.token())));
            } finally {
                channel.shutdownNow();
            }
        } catch (StatusRuntimeException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("error: " + Identity.explain(checked, e));
            err.flush();
            return ExitCode.SOFTWARE;
        }
    }
}
