package io.weighbridge.backend.cli.upstreamkeys;

import io.weighbridge.backend.cli.client.StubClient;
import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.proto.v1.ListUpstreamKeysRequest;
import io.weighbridge.proto.v1.UpstreamKey;
import io.weighbridge.proto.v1.UpstreamKeysGrpc;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Instant;

/// Lists a customer's keys for providers.
@Command(
        name = "list",
        description = "List a customer's own keys for providers; not the keys themselves.",
        sortOptions = false)
final class UpstreamKeyListCommand extends AnyCommand {
    @Option(names = "--account", required = true, paramLabel = "ID", description = "Whose key.")
    private String account = "";

    @Mixin private StubClient client = new StubClient();

    @Override
    public Integer call() {
        return client.ask(commandLine(), UpstreamKeysGrpc::newBlockingStub, this::print);
    }

    private int print(UpstreamKeysGrpc.UpstreamKeysBlockingStub stub) {
        ListUpstreamKeysRequest request =
                ListUpstreamKeysRequest.newBuilder().setAccount(account).build();
        for (UpstreamKey key : stub.listUpstreamKeys(request).getKeysList()) {
            String by = key.getGivenBy().isEmpty() ? "" : " by " + key.getGivenBy();
            String used =
                    key.getLastUsedAtMs() == 0
                            ? "never used"
                            : "last used " + Instant.ofEpochMilli(key.getLastUsedAtMs());
            print(
                    String.join(
                            "  ",
                            key.getProvider(),
                            key.getHint(),
                            "given " + Instant.ofEpochMilli(key.getGivenAtMs()) + by,
                            used));
        }
        return ExitCode.OK;
    }
}
