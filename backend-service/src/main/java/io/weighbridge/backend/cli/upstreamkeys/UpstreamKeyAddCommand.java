package io.weighbridge.backend.cli.upstreamkeys;

import io.weighbridge.backend.cli.client.StubClient;
import io.weighbridge.backend.cli.option.Version;
import io.weighbridge.proto.v1.AddUpstreamKeyRequest;
import io.weighbridge.proto.v1.ReplaceUpstreamKeyRequest;
import io.weighbridge.proto.v1.UpstreamKey;
import io.weighbridge.proto.v1.UpstreamKeysGrpc;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

/// Gives the gateway a customer's key. It is never an argument, which everybody on the machine can
/// see.
@Command(
        name = "add",
        description = "Give the gateway a customer's own key for a provider.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge upstream-key add --account acct_… --provider openrouter < key.txt",
            "",
            "The key is the first line of standard input. Nobody can read it again."
        })
final class UpstreamKeyAddCommand implements Callable<Integer> {
    private static final int INPUT_BYTES_MAX = 4_096;

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

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        String key = key();
        return client.ask(spec, UpstreamKeysGrpc::newBlockingStub, stub -> give(stub, key));
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
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                given.getAccount()
                        + " has its own key "
                        + given.getHint()
                        + " for "
                        + given.getProvider()
                        + '.');
        out.flush();
        return ExitCode.OK;
    }

    private String key() throws IOException {
        byte[] input = System.in.readNBytes(INPUT_BYTES_MAX);
        String key =
                new String(input, StandardCharsets.UTF_8).lines().findFirst().orElse("").strip();
        if (key.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "no key (expected: one as the first line of the input)");
        }
        return key;
    }
}
