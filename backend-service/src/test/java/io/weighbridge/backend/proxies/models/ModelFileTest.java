package io.weighbridge.backend.proxies.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

final class ModelFileTest {
    private static final String GOOD =
            """
            [servers.gpu-1]
            url = "http://gpu-1:8000/v1"

            [servers.elsewhere]
            url = "https://example.com/v1"
            key_file = "elsewhere.key"
            first_byte_timeout_ms = 900

            [services."llama-8b"]
            servers = [
              { server = "gpu-1", weight = 2 },
              { server = "elsewhere", model = "meta/llama-8b", order = 2 },
            ]
            retry_busy = true
            maximum_field = "max_completion_tokens"
            """;

    private static final String PROVIDERS =
            """
            [providers.openrouter]
            url = "https://openrouter.ai/api/v1"
            service = "byok/openrouter"
            cost_currency = "USD"

            [providers."here.1"]
            url = "http://127.0.0.1:8000/v1"
            key_header = "x-api-key"
            service = "byok/here"
            chosen = false
            maximum_field = "max_completion_tokens"
            """;

    @TempDir Path folder;

    /// The key is where it was read.
    private static final class Texts implements ModelFile.Values {
        @Override
        public @Nullable URI url(String text) {
            return text.startsWith("http") ? URI.create(text) : null;
        }

        @Override
        public @Nullable URI endpoint(String text) {
            return text.startsWith("https") ? URI.create(text) : null;
        }

        @Override
        public String key(String field, Path file) {
            return field + "@" + file.getFileName();
        }
    }

    private Map<String, ModelRoute> read(String text) throws IOException {
        return table(text).routes();
    }

    private ModelTable table(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("models.toml"), text);
        return ModelFile.read(
                file, new ModelFile.Defaults("max_tokens", true, 1, 2, 3, "USD"), new Texts());
    }

    @Test
    void readsProvidersWithOrWithoutServices() throws IOException {
        ModelTable table = table(PROVIDERS);
        Provider first = Objects.requireNonNull(table.provider("openrouter/meta/llama-8b"));
        assertEquals("byok/openrouter", first.service());
        assertTrue(first.tellsCost());
        assertTrue(first.isChosen());
        ModelRoute route = first.route("meta/llama-8b");
        assertEquals("meta/llama-8b", route.targets().getFirst().modelOf("else"));
        assertNull(route.targets().getFirst().server().key());
        Provider second = Objects.requireNonNull(table.provider("here.1/x"));
        assertFalse(second.tellsCost());
        assertFalse(second.isChosen());
        assertEquals(ServerSettings.KeyHeader.X_API_KEY, second.server().keyHeader());
        assertEquals("max_completion_tokens", second.route("x").maximumField());
        assertEquals(List.of(), table.servers());
        for (String none : new String[] {"", "/", "openrouter", "openrouter/", "/x", "other/x"}) {
            assertNull(table.provider(none), none);
        }
        assertTrue(table.isNoModel("byok/here"));
        assertFalse(table.isNoModel("here.1"));
        assertEquals(2, table(GOOD + PROVIDERS).servers().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://openrouter.ai/api/v1 | http://openrouter.ai/api/v1 | openrouter.url",
                "http://127.0.0.1:8000/v1 | http://127.0.0.1.example.com/v1 | here.1.url",
                "http://127.0.0.1:8000/v1 | http://10.0.0.1/v1 | here.1.url",
                "service = \"byok/here\" | # | here.1.service",
                "service = \"byok/here\" | service = \"llama-8b\" | here.1.service",
                "= \"USD\" | = \"EUR\" | openrouter.cost_currency",
                "chosen | choosen | here.1.choosen",
                "cost_currency = \"USD\" | key_file = \"x\" | openrouter.key_file",
            })
    void saysWhatIsWrongWithAProvider(String right, String wrong, String where) {
        Fault fault =
                assertThrows(
                        Fault.class,
                        () -> {
                            var _ = table(GOOD + PROVIDERS.replace(right, wrong));
                        });
        assertTrue(fault.text().contains("providers." + where + ": "), fault::text);
        assertTrue(fault.text().contains("(expected: "), fault::text);
    }

    @Test
    void readsServersAndServices() throws IOException {
        ModelRoute route = Objects.requireNonNull(read(GOOD).get("llama-8b"));
        ModelTarget first = route.targets().getFirst();
        assertEquals(
                new ServerSettings(
                        "gpu-1",
                        URI.create("http://gpu-1:8000/v1"),
                        null,
                        ServerSettings.KeyHeader.AUTHORIZATION,
                        1,
                        2,
                        3),
                first.server());
        assertEquals(2, first.weight());
        assertEquals(1, first.order());
        ModelTarget second = route.targets().getLast();
        assertEquals("servers.elsewhere.key_file@elsewhere.key", second.server().key());
        assertEquals(900, second.server().firstByteTimeoutMs());
        assertEquals("meta/llama-8b", second.modelOf("llama-8b"));
        assertTrue(route.retriesBusy());
        assertTrue(route.hidesThinking());
        assertEquals("max_completion_tokens", route.maximumField());
    }

    private static String fileOf(String name) throws IOException {
        String page = Files.readString(Path.of("../docs/proxies", name));
        int begin = page.indexOf("```toml\n") + "```toml\n".length();
        return page.substring(begin, page.indexOf("```", begin));
    }

    @Test
    void theFileOfTheOwnKeysPageIsRightWithAllItLeavesOut() throws IOException {
        String file = fileOf("own-keys.md");
        assertTrue(Objects.requireNonNull(table(file).provider("openrouter/x")).isChosen());
        String all = file.replace("# key_header", "key_header").replace("# chosen", "chosen");
        assertFalse(Objects.requireNonNull(table(all).provider("openrouter/x")).isChosen());
    }

    @Test
    void theFileOfThePageIsRight() throws IOException {
        String file = fileOf("gateway.md");
        ModelRoute route = Objects.requireNonNull(read(file).get("llama-70b"));
        assertEquals(3, route.targets().size());
        assertTrue(route.retriesBusy());
    }

    @Test
    void readsToolServers() throws IOException {
        ModelTable read =
                table(
                        """
                        [mcp.search]
                        url = "https://tools.example.com/mcp"
                        key_file = "tools.key"
                        origins = ["https://app.example.com"]
                        """);
        assertEquals(Map.of(), read.routes());
        ToolServer server = Objects.requireNonNull(read.toolServers().get("search"));
        assertEquals(URI.create("https://tools.example.com/mcp"), server.server().url());
        assertEquals("mcp.search.key_file@tools.key", server.server().key());
        assertEquals(Set.of("https://app.example.com"), server.origins());
        for (String wrong :
                List.of(
                        "[mcp.Search]\nurl = \"https://a/\"",
                        "[mcp.a]\nurl = \"ftp://a/\"",
                        "[mcp.a]\nurl = \"https://a/\"\norigins = [1]",
                        "[mcp.a]\nurl = \"https://a/\"\nprice = 1")) {
            Fault fault = assertThrows(Fault.class, () -> table(wrong));
            assertTrue(fault.text().contains("gateway.models_file: mcp."), fault::text);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "retry_busy = true | retry_busy = 1 | services.llama-8b.retry_busy",
                "retry_busy | retry_bussy | services.llama-8b.retry_bussy",
                "weight = 2 | weight = 0 | services.llama-8b.servers.weight",
                "server = \"gpu-1\" | server = \"gpu-2\" | services.llama-8b.servers.server",
                "max_completion_tokens | max_new_tokens | services.llama-8b.maximum_field",
                "http://gpu-1:8000/v1 | gpu-1 | servers.gpu-1.url",
                "key_file | key_header = \"cookie\"#| servers.elsewhere.key_header",
                "= 900 | = \"soon\" | servers.elsewhere.first_byte_timeout_ms",
                "[servers.gpu-1] | [server.gpu-1] | server",
                "[servers.gpu-1] | [servers.gpu-1 | line 1",
            })
    void saysWhatIsWrong(String right, String wrong, String where) {
        Fault fault =
                assertThrows(
                        Fault.class,
                        () -> {
                            var _ = read(GOOD.replace(right, wrong));
                        });
        assertTrue(fault.text().startsWith("gateway.models_file: "), fault::text);
        assertTrue(fault.text().contains(where + ": "), fault::text);
        assertTrue(fault.text().contains("(expected: "), fault::text);
    }
}
