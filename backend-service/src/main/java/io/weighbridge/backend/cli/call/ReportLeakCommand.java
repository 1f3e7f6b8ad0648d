package io.weighbridge.backend.cli.call;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.cli.client.AddressOption;
import io.weighbridge.backend.cli.client.Identity;
import io.weighbridge.backend.cli.client.Target;
import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.backend.cli.option.KeyInput;
import io.weighbridge.proto.v1.KeysGrpc;
import io.weighbridge.proto.v1.ReportLeakReply;
import io.weighbridge.proto.v1.ReportLeakRequest;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// Tells a running service of a secret that was found where others can read it.
@Command(
        name = "report-leak",
        description =
                "Report an API key that was found where others can read it: it is revoked, and its"
                        + " owner is told.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge report-leak --found https://example.org/public.txt < key.txt",
            "",
            "The key is the first line of standard input. No login is needed: who holds the key can"
                    + " have",
            "it revoked. The answer is the same whether it is a key that works or not."
        })
public final class ReportLeakCommand extends AnyCommand {
    private static final int TIMEOUT_S = 30;

    @Mixin private AddressOption address = new AddressOption();

    @Option(
            names = "--found",
            paramLabel = "TEXT",
            description = "Where it was found, for its owner.")
    private String found = "";

    @Override
    public Integer call() throws InterruptedException, IOException {
        Target checked = address.checked(commandLine());
        ReportLeakRequest request =
                ReportLeakRequest.newBuilder()
                        .setSecret(KeyInput.read(commandLine()))
                        .setFoundAt(found)
                        .build();
        ManagedChannel channel = checked.connect();
        try {
            ReportLeakReply _ =
                    KeysGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(TIMEOUT_S, TimeUnit.SECONDS)
                            .reportLeak(request);
            print("Reported. If it is a key that works, it was revoked.");
            return ExitCode.OK;
        } catch (StatusRuntimeException e) {
            return Identity.failed(checked, commandLine(), e);
        } finally {
            channel.shutdownNow();
            channel.awaitTermination(1, TimeUnit.SECONDS);
        }
    }
}
