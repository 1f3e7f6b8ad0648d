package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.ConfigTable;
import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.pricing.Fee;
import io.weighbridge.backend.proxies.contract.Chats;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HttpCaller;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.AddUpstreamKeyRequest;
import io.weighbridge.proto.v1.RemoveUpstreamKeyRequest;
import io.weighbridge.proto.v1.ReplaceUpstreamKeyRequest;
import io.weighbridge.proto.v1.UpstreamKeysGrpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A gateway with a provider, "openrouter", whose calls cost the fee of the service
/// "byok/openrouter": [#FEE] tokens' worth a request, and nothing for tokens.
final class OwnKeyBench implements AutoCloseable {
    static final long FEE = 3;
    static final String KEY = "sk-own-acme-0123456789-wxyz";
    static final String MODEL = "openrouter/meta/llama-8b";
    static final ModelServer.Behaviour HELLO = (_, reply) -> reply.json(200, answer("0.00014"));

    final ModelServer provider;
    final GatewayBench gateway;
    private final Path folder;

    OwnKeyBench(Path folder, ModelServer.Behaviour behaviour, long creditTokens) {
        this(folder, behaviour, creditTokens, "cost_currency = \"USD\"");
    }

    OwnKeyBench(Path folder, ModelServer.Behaviour behaviour, long creditTokens, String more) {
        this.folder = folder;
        this.provider = ModelServer.start(behaviour);
        String models =
                """
                [providers.openrouter]
                url = "URL"
                service = "byok/openrouter"
                """
                                .replace("URL", provider.url())
                        + more;
        try {
            Path file = Files.writeString(folder.resolve("models.toml"), models);
            this.gateway =
                    GatewayBench.start(
                            data(),
                            (_, reply) -> reply.json(200, answer("7.0")),
                            creditTokens,
                            Map.of(
                                    GatewayTable.MODELS_FILE,
                                    file.toString(),
                                    ConfigTable.HTTP_PORT,
                                    "0",
                                    ConfigTable.HTTP_ENABLED,
                                    "true"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        publish();
    }

    Path data() {
        return folder.resolve("data");
    }

    /// The service's settings, for another data directory or a new start.
    Config config(Path data) {
        return Config.of(data)
                .withPort(0)
                .with(GatewayTable.UPSTREAM, gateway.model.url())
                .with(GatewayTable.MODELS_FILE, folder.resolve("models.toml").toString())
                .with(GatewayTable.PORT, "0");
    }

    /// Starts the service anew.
    ///
    /// @param between what happens meanwhile
    void restart(Runnable between) {
        gateway.test.close();
        between.run();
        gateway.test = TestBackend.start(config(data()), gateway.time);
    }

    /// A whole answer of 9 and 4 tokens.
    static String answer(String cost) {
        String usage = ModelTexts.usage(9, 4);
        String told = cost.isEmpty() ? "" : ",\"cost\":" + cost;
        return ModelTexts.answer("Hello!", usage.substring(0, usage.length() - 1) + told + "}");
    }

    private void publish() {
        Service chat = gateway.test.backend().services().require("service", "chat");
        Service byok = gateway.test.service("byok/openrouter");
        long token = Calls.TOKEN * 1_000_000;
        gateway.test.publish(
                List.of(
                        TestBackend.rate(chat, Unit.INPUT_TOKENS, token),
                        TestBackend.rate(chat, Unit.OUTPUT_TOKENS, token),
                        TestBackend.rate(byok, Unit.INPUT_TOKENS, 0),
                        TestBackend.rate(byok, Unit.OUTPUT_TOKENS, 0)),
                List.of(new Fee(byok.id(), FEE * Calls.TOKEN, 0)));
    }

    private UpstreamKeysGrpc.UpstreamKeysBlockingStub keys() {
        return UpstreamKeysGrpc.newBlockingStub(gateway.test.channel());
    }

    void give(Account account, String key) {
        var _ =
                keys().addUpstreamKey(
                                AddUpstreamKeyRequest.newBuilder()
                                        .setAccount(IdKind.ACCOUNT.format(account.id()))
                                        .setProvider("openrouter")
                                        .setKey(key)
                                        .build());
    }

    void replace(Account account, String key) {
        var _ =
                keys().replaceUpstreamKey(
                                ReplaceUpstreamKeyRequest.newBuilder()
                                        .setAccount(IdKind.ACCOUNT.format(account.id()))
                                        .setProvider("openrouter")
                                        .setKey(key)
                                        .build());
    }

    void remove(Account account) {
        var _ =
                keys().removeUpstreamKey(
                                RemoveUpstreamKeyRequest.newBuilder()
                                        .setAccount(IdKind.ACCOUNT.format(account.id()))
                                        .setProvider("openrouter")
                                        .build());
    }

    /// A chat's request with a model.
    HttpRequest.Builder chatting(String key, String model, String fields) {
        String body = Chats.body(fields).replace("\"chat\"", "\"" + model + "\"");
        return HttpCaller.post(gateway.to("/v1/chat/completions"), key, body);
    }

    /// A chat with the provider's model.
    HttpResponse<String> chat(String fields) {
        return gateway.send(chatting(gateway.key, MODEL, fields));
    }

    /// What the calls cost upstream, in order; -1 for not known.
    List<Long> upstreamCosts() {
        gateway.awaitNoHolds();
        gateway.test.backend().ledger().atBarrier(() -> {});
        return SettledCalls.rows(
                data(),
                "SELECT upstream_cost_nanos FROM usage_record ORDER BY sequence",
                row -> row.getLong(1));
    }

    @Override
    public void close() {
        try (provider) {
            gateway.close();
        }
    }
}
