package io.weighbridge.benchmarks.http;

import io.weighbridge.benchmarks.load.ServerProcess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Chats through the own gateway, each charged durably, against LiteLLM with keys and budgets, and
/// the model server alone, in turn. The last lines are the ratios of their medians.
public final class LiteLlmOverHttp {
    private static final int ACCOUNTS = 1_000;

    private LiteLlmOverHttp() {}

    /// @param args rounds (3), seconds of each measurement (6)
    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 6;
        Path under = Files.createDirectories(Path.of("target", "benchmark-data"));
        try (ModelProcess model = new ModelProcess();
                ServerProcess server =
                        ServerProcess.withGateway(
                                under, ACCOUNTS, "http://127.0.0.1:" + model.port() + "/v1");
                LiteLlmProcess litellm = new LiteLlmProcess(under, model.port(), ACCOUNTS)) {
            Map<String, Rounds.Party> parties = new LinkedHashMap<>();
            parties.put("direct", new Rounds.Party(model.port(), Chats.of(server.keys())));
            parties.put("litellm", new Rounds.Party(litellm.port(), Chats.of(litellm.keys())));
            parties.put("gateway", new Rounds.Party(server.gatewayPort(), Chats.of(server.keys())));
            // Two hundred calls a second are more than LiteLLM takes: no open loop.
            Rounds.Results medians = new Rounds(rounds, seconds, 0).run(parties, server);
            Rounds.Medians direct = medians.of("direct");
            Rounds.Medians ours = medians.of("gateway");
            Rounds.Medians theirs = medians.of("litellm");
            System.out.printf(
                    "gateway / litellm: %.0f times the rate, 1/%.0f of the added p50%n",
                    ours.perSecond() / theirs.perSecond(),
                    (theirs.p50Ms() - direct.p50Ms()) / (ours.p50Ms() - direct.p50Ms()));
        }
    }
}
