package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.proxies.contract.ChatBench;
import io.weighbridge.backend.proxies.contract.Chats;
import io.weighbridge.backend.testkit.HttpCaller;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.backend.testkit.ShiftedTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.model.Outcome;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Map;

/// A real service with its gateway in front of a model server, an account with credit, its key, and
/// the service "chat" at [Calls#TOKEN] a token.
final class GatewayBench extends ChatBench {
    final ShiftedTime time;

    private GatewayBench(
            Path directory,
            Config config,
            ModelServer model,
            long creditTokens,
            ShiftedTime time,
            TimeSource clock) {
        super(directory, model, TestBackend.start(config, clock), creditTokens, Gateway.PROXY);
        this.time = time;
    }

    static GatewayBench start(Path directory, ModelServer.Behaviour behaviour) {
        return start(directory, behaviour, CREDIT, Map.of());
    }

    static GatewayBench start(Path directory, ModelServer.Behaviour behaviour, TimeSource clock) {
        return start(directory, behaviour, CREDIT, Map.of(), new ShiftedTime(), clock);
    }

    static GatewayBench start(
            Path directory,
            ModelServer.Behaviour behaviour,
            long creditTokens,
            Map<Setting<?>, String> settings) {
        ShiftedTime time = new ShiftedTime();
        return start(directory, behaviour, creditTokens, settings, time, time);
    }

    private static GatewayBench start(
            Path directory,
            ModelServer.Behaviour behaviour,
            long creditTokens,
            Map<Setting<?>, String> settings,
            ShiftedTime time,
            TimeSource clock) {
        ModelServer model = ModelServer.start(behaviour);
        Config config =
                Config.of(directory)
                        .withPort(0)
                        .with(GatewayTable.UPSTREAM, model.url())
                        .with(GatewayTable.PORT, "0");
        for (Map.Entry<Setting<?>, String> setting : settings.entrySet()) {
            config = config.with(setting.getKey(), setting.getValue());
        }
        return new GatewayBench(directory, config, model, creditTokens, time, clock);
    }

    @Override
    protected int port() {
        return test.backend().gatewayPort().orElseThrow();
    }

    @Override
    protected String withoutAdditions(String stream) {
        return withoutReceipt(stream);
    }

    /// A chat with another key.
    HttpRequest.Builder chatOf(String otherKey) {
        return HttpCaller.post(to("/v1/chat/completions"), otherKey, Chats.body(""));
    }

    /// A settled call of so many tokens, each of which costs the same.
    static Settled settled(Outcome outcome, long input, long output) {
        return SettledCalls.of(outcome, input, output, Gateway.PROXY);
    }

    /// The tags of the last call that was settled.
    String tagsOfLast() {
        awaitNoHolds();
        test.backend().ledger().atBarrier(() -> {});
        return SettledCalls.rows(
                        directory,
                        "SELECT tags FROM usage_record ORDER BY sequence DESC LIMIT 1",
                        row -> row.getString(1))
                .getFirst();
    }

    /// A stream without what the gateway adds to its usage.
    static String withoutReceipt(String stream) {
        return stream.replaceAll(",\"weighbridge\":\\{[^}]*}", "");
    }
}
