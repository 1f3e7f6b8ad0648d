package io.weighbridge.backend.cli.upstreamkeys;

import io.weighbridge.backend.cli.client.StubClient;
import io.weighbridge.backend.cli.option.Version;
import io.weighbridge.proto.v1.ListUpstreamKeysRequest;
import io.weighbridge.proto.v1.UpstreamKey;
import io.weighbridge.proto.v1.UpstreamKeysGrpc;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;

/// Lists a customer's keys for providers.
@Command(
        name = "list",
        description = "List a customer's own keys for providers; not the keys themselves.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n")
final class UpstreamKeyListCommand implements Callable<Integer> {
    @Option(names = "--account", required = true, paramLabel = "ID", description = "Whose key.")
    private String account = "";

    @Mixin private StubClient client = new StubClient();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return client.ask(spec, UpstreamKeysGrpc::newBlockingStub, this::print);
    }

    private int print(UpstreamKeysGrpc.UpstreamKeysBlockingStub stub) {
        PrintWriter out = spec.commandLine().getOut();
        ListUpstreamKeysRequest request =
                ListUpstreamKeysRequest.newBuilder().setAccount(account).build();
        for (UpstreamKey key : stub.listUpstreamKeys(request).getKeysList()) {
            String by = key.getGivenBy().isEmpty() ? "" : " by " + key.getGivenBy();
            String used =
                    key.getLastUsedAtMs() == 0
                            ? "never used"
                            : "last used " + Instant.ofEpochMilli(key.getLastUsedAtMs());
            out.println(
                    String.join(
                            "  ",
                            key.getProvider(),
                            key.getHint(),
                            "given " + Instant.ofEpochMilli(key.getGivenAtMs()) + by,
                            used));
        }
        out.flush();
        return ExitCode.OK;
    }
}
