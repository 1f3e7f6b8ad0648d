package io.weighbridge.backend.cli.serve;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.backend.cli.option.SettingOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;

/// Runs the service with its own gateway in front of a model server.
@Command(
        name = "proxy",
        description = {
            "Run the service with its own gateway in front of a model server that speaks OpenAI's"
                    + " HTTP API (vLLM, Ollama, llama.cpp, SGLang, OpenRouter, OpenAI).",
            "Clients change the base URL and the key in their SDK. A service's name is the model's."
        },
        footerHeading = "%n",
        footer = {
            "The same as serve with gateway.upstream set; docs/proxies/gateway.md explains it.",
            "",
            "Example:",
            "  weighbridge proxy --upstream http://localhost:8000/v1 --config weighbridge.toml"
        })
public final class ProxyCommand extends AnyCommand {
    @Option(
            names = {"-u", "--upstream"},
            paramLabel = "URL",
            description =
                    "The model server's base URL; without a path, /v1 is added. Wins over"
                            + " gateway.upstream.")
    private @Nullable String upstream;

    @Option(
            names = {"-l", "--listen"},
            paramLabel = "HOST:PORT",
            description = "Where the gateway listens. Wins over gateway.host and gateway.port.")
    private @Nullable String listen;

    @Mixin private SettingOptions settings = new SettingOptions();

    @Override
    public Integer call() throws InterruptedException {
        List<String> flags = new ArrayList<>();
        if (upstream != null) {
            flags.add(GatewayTable.UPSTREAM.name() + "=" + upstream);
        }
        if (listen != null) {
            int colon = listen.lastIndexOf(':');
            if (colon < 1) {
                throw mistyped(
                        "--listen: " + listen + " (expected: HOST:PORT, for example 0.0.0.0:7445)");
            }
            String host = listen.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
            flags.add(GatewayTable.HOST.name() + "=" + host);
            flags.add(GatewayTable.PORT.name() + "=" + listen.substring(colon + 1));
        }
        Config config = settings.read(flags).config();
        if (config.get(GatewayTable.UPSTREAM).isEmpty()
                && config.get(GatewayTable.MODELS_FILE).isEmpty()) {
            throw mistyped(
                    "--upstream: nothing (expected: the model server's base URL, here or as"
                            + " gateway.upstream, or gateway.models_file)");
        }
        Serving.run(config, out());
        return 0;
    }
}
