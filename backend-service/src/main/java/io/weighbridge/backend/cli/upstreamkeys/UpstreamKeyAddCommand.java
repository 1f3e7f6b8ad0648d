package io.weighbridge.backend.cli.upstreamkeys;

import io.weighbridge.backend.cli.client.StubClient;
import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.backend.cli.option.KeyInput;
import io.weighbridge.proto.v1.AddUpstreamKeyRequest;
import io.weighbridge.proto.v1.ReplaceUpstreamKeyRequest;
import io.weighbridge.proto.v1.UpstreamKey;
import io.weighbridge.proto.v1.UpstreamKeysGrpc;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;

/// Gives the gateway a customer's key. It is never an argument, which everybody on the machine can
/// see.
@Command(
        name = "add",
        description = "Give the gateway a customer's own key for a provider.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge upstream-key add --account acct_… --provider openrouter < key.txt",
            "",
            "The key is the first line of standard input. Nobody can read it again."
        })
final class UpstreamKeyAddCommand extends AnyCommand {
    @Option(names = "--account", required = true, paramLabel = "ID", description = "Whose key.")
    private String account = "";

    @Option(
            names = "--provider",
            required = true,
            paramLabel = "NAME",
            description = "For which provider of the gateway's models file.")
    private String provider = "";

    @Option(names = "--replace", description = "In the place of the one that there is.")
    private boolean isReplacing;

    @Mixin private StubClient client = new StubClient();

    @Override
    public Integer call() throws IOException {
        String key = KeyInput.read(commandLine());
        return client.ask(
                commandLine(), UpstreamKeysGrpc::newBlockingStub, stub -> give(stub, key));
    }

    private int give(UpstreamKeysGrpc.UpstreamKeysBlockingStub stub, String key) {
        UpstreamKey given =
                isReplacing
                        ? stub.replaceUpstreamKey(
                                ReplaceUpstreamKeyRequest.newBuilder()
                                        .setAccount(account)
                                        .setProvider(provider)
                                        .setKey(key)
                                        .build())
                        : stub.addUpstreamKey(
                                AddUpstreamKeyRequest.newBuilder()
                                        .setAccount(account)
                                        .setProvider(provider)
                                        .setKey(key)
                                        .build());
        print(
                given.getAccount()
                        + " has its own key "
                        + given.getHint()
                        + " for "
                        + given.getProvider()
                        + '.');
        return ExitCode.OK;
    }
}
