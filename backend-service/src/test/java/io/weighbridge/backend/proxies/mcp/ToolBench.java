package io.weighbridge.backend.proxies.mcp;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.ConfigTable;
import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.pricing.Fee;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.proxies.contract.ChatBench;
import io.weighbridge.backend.proxies.openai.OpenAiGateway;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceCategory;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HttpCaller;
import io.weighbridge.backend.testkit.ShiftedTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.Behaviours;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A real service whose gateway stands in front of a model server and tool servers: "search" at 100
/// tokens a call, with the dearer tool "deep", "paid" at 3 tokens a request, and "feed" at 1 a call
/// and a fee of 5.
final class ToolBench extends ChatBench {
    static final long CALL = 100;
    static final long DEEP = 500;
    static final long REQUEST = 3;
    static final long FEE = 5;
    static final String SERVER_KEY = "sk-tools";

    /// What calls of tools are settled as.
    static final String UNITS = "requests=1 tool_calls=1";

    final ModelServer tools;
    final ShiftedTime time;
    private final Config config;

    private ToolBench(
            Path folder, Config config, ModelServer model, ModelServer tools, long creditTokens) {
        this(folder, config, model, tools, creditTokens, new ShiftedTime());
    }

    private ToolBench(
            Path folder,
            Config config,
            ModelServer model,
            ModelServer tools,
            long creditTokens,
            ShiftedTime time) {
        super(
                folder.resolve("data"),
                model,
                TestBackend.start(config, time),
                creditTokens,
                OpenAiGateway.PROXY);
        this.tools = tools;
        this.time = time;
        this.config = config;
        Service search = service("mcp/search");
        Service deep = service("mcp/search/deep");
        Service paid = service("mcp/paid");
        Service feed = service("mcp/feed");
        var _ = service("mcp/unpriced");
        Service chat = test.backend().services().require("chat");
        var _ =
                test.publish(
                        List.of(
                                TestBackend.rate(chat, Unit.INPUT_TOKENS, Calls.TOKEN * 1_000_000),
                                TestBackend.rate(chat, Unit.OUTPUT_TOKENS, Calls.TOKEN * 1_000_000),
                                rate(search, Unit.TOOL_CALLS, CALL),
                                rate(deep, Unit.TOOL_CALLS, DEEP),
                                rate(paid, Unit.REQUESTS, REQUEST),
                                rate(feed, Unit.TOOL_CALLS, 1)),
                        List.of(new Fee(feed.id(), FEE * Calls.TOKEN, 0)));
    }

    private Service service(String name) {
        return test.backend()
                .services()
                .create(
                        name,
                        new ServiceSettings(
                                ServiceCategory.TOOL,
                                false,
                                ServiceSettings.TEXT_DEFAULT.vanishedPolicy(),
                                ServiceSettings.HOLD_TTL_MS_DEFAULT,
                                0,
                                ServiceSettings.METER_SLICE_DEFAULT,
                                0));
    }

    private static Rate rate(Service service, Unit unit, long tokens) {
        return new Rate(
                service.id(), unit, ServiceTier.STANDARD, 0, 0, tokens * Calls.TOKEN, 1, List.of());
    }

    static ToolBench start(Path folder, ModelServer.Behaviour behaviour) {
        return start(folder, behaviour, CREDIT, Map.of());
    }

    static ToolBench start(
            Path folder,
            ModelServer.Behaviour behaviour,
            long creditTokens,
            Map<Setting<?>, String> settings) {
        ModelServer tools = ModelServer.start(behaviour);
        return start(folder, tools, tools.url().replace("/v1", "/mcp"), creditTokens, settings);
    }

    /// In front of a tool server that is not ours.
    static ToolBench before(Path folder, String url, long creditTokens) {
        ModelServer none = ModelServer.start((_, reply) -> reply.json(200, "{}"));
        return start(folder, none, url, creditTokens, Map.of());
    }

    private static ToolBench start(
            Path folder,
            ModelServer tools,
            String url,
            long creditTokens,
            Map<Setting<?>, String> settings) {
        ModelServer model = ModelServer.start(Behaviours.HELLO);
        Config config =
                Config.of(folder.resolve("data"))
                        .withPort(0)
                        .with(ConfigTable.USAGE_TAG_KEYS, "weighbridge.run")
                        .with(GatewayTable.UPSTREAM, model.url())
                        .with(GatewayTable.MODELS_FILE, file(folder, url).toString())
                        .with(GatewayTable.PORT, "0");
        for (Map.Entry<Setting<?>, String> setting : settings.entrySet()) {
            config = config.with(setting.getKey(), setting.getValue());
        }
        return new ToolBench(folder, config, model, tools, creditTokens);
    }

    private static Path file(Path folder, String url) {
        try {
            Files.writeString(folder.resolve("tools.key"), SERVER_KEY + "\n");
            return Files.writeString(
                    folder.resolve("models.toml"),
                    """
                    [mcp.search]
                    url = "URL"
                    key_file = "tools.key"
                    origins = ["https://app.example.test"]
                    first_byte_timeout_ms = 8000

                    [mcp.paid]
                    url = "URL"

                    [mcp.feed]
                    url = "URL"

                    [mcp.unpriced]
                    url = "URL"

                    [mcp.unnamed]
                    url = "URL"
                    """
                            .replace("URL", url));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected int port() {
        return test.backend().gatewayPort().orElseThrow();
    }

    String url(String server) {
        return "http://127.0.0.1:" + port() + "/mcp/" + server;
    }

    /// A message to a server.
    HttpRequest.Builder message(String server, String json) {
        return HttpCaller.post(to("/mcp/" + server), key, json)
                .header("Accept", "application/json, text/event-stream");
    }

    /// The message that calls a tool.
    static String calling(String tool, String id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"method\":\"tools/call\",\"params\":{\"name\":\""
                + tool
                + "\",\"arguments\":{\"q\":\"ü\"}}}";
    }

    /// Calls a tool.
    HttpResponse<String> call(String tool) {
        return send(message("search", calling(tool, "7")));
    }

    /// What a server answers when the tool ran.
    static String result(String id, String more) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"sunny\"}]"
                + more
                + "}}";
    }

    static final ModelServer.Behaviour SUNNY = (_, reply) -> reply.json(200, result("7", ""));

    static String header(HttpResponse<?> response, String name) {
        return response.headers()
                .firstValue(name)
                .orElseThrow(() -> new AssertionError(name + " of " + response.statusCode()));
    }

    /// Charges of all calls in tokens, in order.
    List<Long> charges() {
        return settled().stream().map(each -> each.charge()).toList();
    }

    /// Lets the service stop and start again.
    void startAgain() {
        test.close();
        test = TestBackend.start(Objects.requireNonNull(config), new ShiftedTime());
    }

    @Override
    protected void closeProxy() {
        tools.close();
    }
}
