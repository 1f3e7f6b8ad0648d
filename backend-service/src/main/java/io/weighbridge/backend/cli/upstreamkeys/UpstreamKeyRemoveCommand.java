package io.weighbridge.backend.cli.upstreamkeys;

import io.weighbridge.backend.cli.client.StubClient;
import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.proto.v1.RemoveUpstreamKeyReply;
import io.weighbridge.proto.v1.RemoveUpstreamKeyRequest;
import io.weighbridge.proto.v1.UpstreamKeysGrpc;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Takes a customer's key for a provider back.
@Command(
        name = "remove",
        description = "Delete a customer's own key for a provider; the next call goes without it.",
        sortOptions = false)
final class UpstreamKeyRemoveCommand extends AnyCommand {
    @Option(names = "--account", required = true, paramLabel = "ID", description = "Whose key.")
    private String account = "";

    @Option(
            names = "--provider",
            required = true,
            paramLabel = "NAME",
            description = "For which provider of the gateway's models file.")
    private String provider = "";

    @Mixin private StubClient client = new StubClient();

    @Override
    public Integer call() {
        return client.ask(commandLine(), UpstreamKeysGrpc::newBlockingStub, this::remove);
    }

    private int remove(UpstreamKeysGrpc.UpstreamKeysBlockingStub stub) {
        RemoveUpstreamKeyReply _ =
                stub.removeUpstreamKey(
                        RemoveUpstreamKeyRequest.newBuilder()
                                .setAccount(account)
                                .setProvider(provider)
                                .build());
        print(account + " has no own key for " + provider + '.');
        return ExitCode.OK;
    }
}
