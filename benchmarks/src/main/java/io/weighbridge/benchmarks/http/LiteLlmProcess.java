package io.weighbridge.benchmarks.http;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// LiteLLM's proxy before the model server, two workers, with keys that have budgets and limits
/// which no call reaches. Its keys are in its memory, as the engine of its database comes from no
/// package registry: that is the quicker, if anything.
final class LiteLlmProcess implements AutoCloseable {
    private static final long STOP_S = 15;
    private static final String MASTER_KEY =
            "sk-of-a-benchmark-that-nobody-else-can-reach-00000000";

    private static final String KEYS =
            """
            import pathlib
            from litellm.proxy._types import ProxyException, UserAPIKeyAuth, hash_token

            KEYS = {
                key: UserAPIKeyAuth(
                    api_key=key, token=hash_token(key), max_budget=1e9, spend=0.0,
                    rpm_limit=10**9, tpm_limit=10**12, user_id=f"user-{number}",
                )
                for number, key in enumerate(pathlib.Path("keys").read_text().split())
            }

            async def find(request, api_key):
                found = KEYS.get(api_key)
                if found is None:
                    raise ProxyException(message="no such key", type="auth", param=None, code=401)
                return found.model_copy()
            """;

    private final Process process;
    private final int port;
    private final List<String> keys = new ArrayList<>();

    /// @param accounts how many keys it has
    LiteLlmProcess(Path under, int upstream, int accounts) throws IOException {
        Path folder = Files.createTempDirectory(under, "litellm").toAbsolutePath();
        port = Ports.free();
        for (int i = 0; i < accounts; i++) {
            keys.add("sk-benchmark-%032d".formatted(i));
        }
        Files.write(folder.resolve("keys"), keys);
        Files.writeString(folder.resolve("benchmark_keys.py"), KEYS);
        Path configuration = folder.resolve("config.yaml");
        Files.writeString(configuration, configuration(upstream));
        File log = folder.resolve("log").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(
                                Installed.path("litellm/bin/litellm").toString(),
                                "--config",
                                configuration.toString(),
                                "--host",
                                "127.0.0.1",
                                "--port",
                                Integer.toString(port),
                                "--num_workers",
                                "2")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log);
        builder.environment()
                .putAll(
                        Map.of(
                                "PYTHONPATH",
                                folder.toString(),
                                "LITELLM_LOCAL_MODEL_COST_MAP",
                                "True"));
        process = builder.start();
        Ports.await(process, port);
    }

    private static String configuration(int upstream) {
        return """
            model_list:
              - model_name: chat
                litellm_params:
                  model: openai/chat
                  api_base: http://127.0.0.1:%d/v1
                  api_key: none
                  input_cost_per_token: 0.0000025
                  output_cost_per_token: 0.00001
            general_settings:
              master_key: %s
              custom_auth: benchmark_keys.find
              # Budgets are checked, as of keys in its database.
              custom_auth_run_common_checks: true
            """
                .formatted(upstream, MASTER_KEY);
    }

    int port() {
        return port;
    }

    /// Its keys.
    List<String> keys() {
        return keys;
    }

    @Override
    public void close() {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(STOP_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
