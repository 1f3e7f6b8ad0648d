package io.weighbridge.backend.cli.call;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.cli.client.AddressOption;
import io.weighbridge.backend.cli.client.CallClient;
import io.weighbridge.backend.cli.client.Target;
import io.weighbridge.backend.cli.option.Version;
import io.weighbridge.proto.v1.KeysGrpc;
import io.weighbridge.proto.v1.ReportLeakReply;
import io.weighbridge.proto.v1.ReportLeakRequest;

import picocli.CommandLine;
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
import java.util.concurrent.TimeUnit;

/// Tells a running service of a secret that was found where others can read it.
@Command(
        name = "report-leak",
        description =
                "Report an API key that was found where others can read it: it is revoked, and its"
                        + " owner is told.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge report-leak --found https://example.org/public.txt < key.txt",
            "",
            "The key is the first line of standard input. No login is needed: who holds the key can"
                    + " have",
            "it revoked. The answer is the same whether it is a key that works or not."
        })
public final class ReportLeakCommand implements Callable<Integer> {
    private static final int TIMEOUT_S = 30;
    private static final int INPUT_BYTES_MAX = 4_096;

    @Mixin private AddressOption address = new AddressOption();

    @Option(
            names = "--found",
            paramLabel = "TEXT",
            description = "Where it was found, for its owner.")
    private String found = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException, IOException {
        CommandLine command = spec.commandLine();
        Target checked = address.checked(command);
        ReportLeakRequest request =
                ReportLeakRequest.newBuilder().setSecret(secret()).setFoundAt(found).build();
        ManagedChannel channel = checked.connect();
        try {
            ReportLeakReply _ =
                    KeysGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(TIMEOUT_S, TimeUnit.SECONDS)
                            .reportLeak(request);
            PrintWriter out = command.getOut();
            out.println("Reported. If it is a key that works, it was revoked.");
            out.flush();
            return ExitCode.OK;
        } catch (StatusRuntimeException e) {
            Metadata trailers = e.getTrailers();
            PrintWriter err = command.getErr();
            err.println(
                    "error: "
                            + CallClient.explain(
                                    checked,
                                    TIMEOUT_S,
                                    e.getStatus(),
                                    trailers == null ? new Metadata() : trailers));
            err.flush();
            return ExitCode.SOFTWARE;
        } finally {
            channel.shutdownNow();
            channel.awaitTermination(1, TimeUnit.SECONDS);
        }
    }

    private String secret() throws IOException {
        byte[] input = System.in.readNBytes(INPUT_BYTES_MAX);
        String secret =
                new String(input, StandardCharsets.UTF_8).lines().findFirst().orElse("").strip();
        if (secret.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "no key (expected: one as the first line of the input)");
        }
        return secret;
    }
}
