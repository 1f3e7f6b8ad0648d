package io.weighbridge.backend.proxies.models;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.models.ServerSettings.KeyHeader;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads the file that says who serves which service: TOML, a table for each server and one for
/// each service.
public final class ModelFile {
    private static final Pattern TOOL_SERVER = Pattern.compile("[a-z0-9_-]{1,60}");
    private static final int TIMEOUT_MS_MAX = 3_600_000;
    private static final int WEIGHT_MAX = 1_000_000;
    private static final Set<String> SERVER =
            Set.of(
                    "url",
                    "key_file",
                    "key_header",
                    "connect_timeout_ms",
                    "first_byte_timeout_ms",
                    "idle_timeout_ms");
    private static final Set<String> SERVICE =
            Set.of("servers", "retry_busy", "maximum_field", "hides_thinking");
    private static final Set<String> TOOLS =
            Set.of(
                    "url",
                    "key_file",
                    "key_header",
                    "origins",
                    "connect_timeout_ms",
                    "first_byte_timeout_ms",
                    "idle_timeout_ms");
    private static final Set<String> TARGET = Set.of("server", "model", "order", "weight");
    private static final Pattern PROVIDER_NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,59}");
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|\\[::1]|127(\\.[0-9]{1,3}){3}");
    private static final Set<String> PROVIDER =
            Set.of(
                    "url",
                    "key_header",
                    "service",
                    "chosen",
                    "cost_currency",
                    "maximum_field",
                    "hides_thinking",
                    "connect_timeout_ms",
                    "first_byte_timeout_ms",
                    "idle_timeout_ms");

    private final Defaults defaults;
    private final Path folder;
    private final Values values;

    /// What is meant where the file says nothing.
    ///
    /// @param maximumField of services
    /// @param hidesThinking of services
    /// @param connectTimeoutMs of servers
    /// @param firstByteTimeoutMs of servers
    /// @param idleTimeoutMs of servers
    /// @param currency that is billed in
    public record Defaults(
            String maximumField,
            boolean hidesThinking,
            int connectTimeoutMs,
            int firstByteTimeoutMs,
            int idleTimeoutMs,
            String currency) {}

    /// Reads what others read too: the URL of a server, its key.
    public interface Values {
        /// The URL of a text, null when it is none.
        @Nullable URI url(String text);

        /// The URL of a tool server, to which nothing is added; null when it is none.
        @Nullable URI endpoint(String text);

        /// What the first line of a file has.
        ///
        /// @param field for errors
        /// @throws Fault INVALID_FIELD
        String key(String field, Path file);
    }

    private ModelFile(Defaults defaults, Path folder, Values values) {
        this.defaults = defaults;
        this.folder = folder;
        this.values = values;
    }

    /// Reads it.
    ///
    /// @param file paths in it begin at its folder
    /// @return with nobody for other services
    /// @throws Fault INVALID_FIELD for the first thing that is wrong
    public static ModelTable read(Path file, Defaults defaults, Values values) {
        JsonNode root;
        try {
            root = new TomlMapper().readTree(Files.readString(file));
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw wrong(file + ": line " + line, e.getOriginalMessage(), "TOML");
        } catch (IOException e) {
            throw wrong(file.toString(), "cannot be read", "a file");
        }
        Path folder = file.toAbsolutePath().normalize().getParent();
        return new ModelFile(defaults, folder == null ? Path.of("") : folder, values).table(root);
    }

    private static Fault wrong(String field, Object value, String expected) {
        return Fault.invalid("gateway.models_file: " + field, value, expected);
    }

    private ModelTable table(JsonNode root) {
        requireOnly("", root, Set.of("mcp", "servers", "services", "providers"));
        Map<String, ServerSettings> servers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.path("servers").properties()) {
            requireOnly("servers." + entry.getKey() + '.', entry.getValue(), SERVER);
            servers.put(
                    entry.getKey(),
                    server("servers.", entry.getKey(), entry.getValue(), values::url));
        }
        Map<String, ModelRoute> routes = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.path("services").properties()) {
            routes.put(
                    entry.getKey(),
                    route("services." + entry.getKey() + '.', entry.getValue(), servers));
        }
        Map<String, Provider> providers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.path("providers").properties()) {
            providers.put(
                    entry.getKey(), provider(entry.getKey(), entry.getValue(), routes.keySet()));
        }
        Map<String, ToolServer> toolServers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.path("mcp").properties()) {
            toolServers.put(entry.getKey(), toolServer(entry.getKey(), entry.getValue()));
        }
        if (routes.isEmpty() && providers.isEmpty() && toolServers.isEmpty()) {
            throw wrong("services", "none", "a table services.NAME for each service");
        }
        return new ModelTable(routes, providers, null, toolServers);
    }

    private Provider provider(String name, JsonNode node, Set<String> services) {
        String at = "providers." + name + '.';
        requireOnly(at, node, PROVIDER);
        if (!PROVIDER_NAME.matcher(name).matches()) {
            throw wrong("providers", name, "names of 1 to 60 of a-z, 0-9, '.', '-' and '_'");
        }
        URI url = url(at, node, values::url);
        String host = url.getHost();
        if (!"https".equals(url.getScheme()) && !LOOPBACK.matcher(host).matches()) {
            throw wrong(at + "url", url, "https, but for one on this machine: it gets keys");
        }
        String service = text(at + "service", node.path("service"), "");
        if (service.isEmpty() || services.contains(service)) {
            throw wrong(
                    at + "service",
                    service.isEmpty() ? "none" : service,
                    "the service that its calls are charged as, which no server serves");
        }
        String currency = text(at + "cost_currency", node.path("cost_currency"), "");
        if (!currency.isEmpty() && !currency.equals(defaults.currency)) {
            throw wrong(
                    at + "cost_currency",
                    currency,
                    "the billing currency, " + defaults.currency + ", or leave it out");
        }
        return new Provider(
                name,
                service,
                settings("provider " + name, at, url, null, node),
                maximumField(at, node),
                flag(at + "hides_thinking", node.path("hides_thinking"), defaults.hidesThinking),
                flag(at + "chosen", node.path("chosen"), true),
                !currency.isEmpty());
    }

    private URI url(String at, JsonNode node, Function<String, @Nullable URI> urls) {
        String text = text(at + "url", node.path("url"), "");
        URI url = urls.apply(text);
        if (url == null) {
            throw wrong(at + "url", text, "an http or https URL");
        }
        return url;
    }

    private ToolServer toolServer(String name, JsonNode node) {
        if (!TOOL_SERVER.matcher(name).matches()) {
            throw wrong("mcp." + name, name, "a name of a-z, 0-9, '-' and '_', at most 60");
        }
        String at = "mcp." + name + '.';
        requireOnly(at, node, TOOLS);
        Set<String> origins = new LinkedHashSet<>();
        for (JsonNode origin : node.path("origins")) {
            origins.add(text(at + "origins", origin, ""));
        }
        return new ToolServer(server("mcp.", name, node, values::endpoint), origins);
    }

    private ServerSettings server(
            String prefix, String name, JsonNode node, Function<String, @Nullable URI> urls) {
        String at = prefix + name + '.';
        URI url = url(at, node, urls);
        String file = text(at + "key_file", node.path("key_file"), "");
        String key = file.isEmpty() ? null : values.key(at + "key_file", folder.resolve(file));
        return settings(name, at, url, key, node);
    }

    private ServerSettings settings(
            String name, String at, URI url, @Nullable String key, JsonNode node) {
        return new ServerSettings(
                name,
                url,
                key,
                keyHeader(at + "key_header", node.path("key_header"), url),
                timeout(at, node, "connect_timeout_ms", defaults.connectTimeoutMs),
                timeout(at, node, "first_byte_timeout_ms", defaults.firstByteTimeoutMs),
                timeout(at, node, "idle_timeout_ms", defaults.idleTimeoutMs));
    }

    private static KeyHeader keyHeader(String at, JsonNode node, URI url) {
        String text = text(at, node, "");
        return switch (text) {
            case "" -> KeyHeader.usual(url);
            case "authorization" -> KeyHeader.AUTHORIZATION;
            case "x-api-key" -> KeyHeader.X_API_KEY;
            default -> throw wrong(at, text, "authorization or x-api-key");
        };
    }

    private ModelRoute route(String at, JsonNode node, Map<String, ServerSettings> servers) {
        requireOnly(at, node, SERVICE);
        List<ModelTarget> targets = new ArrayList<>();
        for (JsonNode target : node.path("servers")) {
            targets.add(target(at + "servers.", target, servers));
        }
        if (targets.isEmpty()) {
            throw wrong(at + "servers", "none", "[{ server = \"NAME\" }]");
        }
        return new ModelRoute(
                targets,
                flag(at + "retry_busy", node.path("retry_busy"), false),
                maximumField(at, node),
                flag(at + "hides_thinking", node.path("hides_thinking"), defaults.hidesThinking));
    }

    private String maximumField(String at, JsonNode node) {
        String field =
                text(at + "maximum_field", node.path("maximum_field"), defaults.maximumField);
        if (!field.equals("max_tokens") && !field.equals("max_completion_tokens")) {
            throw wrong(at + "maximum_field", field, "max_tokens or max_completion_tokens");
        }
        return field;
    }

    private static ModelTarget target(
            String at, JsonNode node, Map<String, ServerSettings> servers) {
        requireOnly(at, node, TARGET);
        String name = text(at + "server", node.path("server"), "");
        ServerSettings server = servers.get(name);
        if (server == null) {
            throw wrong(at + "server", name, "one of " + String.join(", ", servers.keySet()));
        }
        return new ModelTarget(
                server,
                text(at + "model", node.path("model"), ""),
                number(at + "order", node.path("order"), 1, WEIGHT_MAX, 1),
                number(at + "weight", node.path("weight"), 1, WEIGHT_MAX, 1));
    }

    private static void requireOnly(String at, JsonNode node, Set<String> names) {
        if (!node.isObject()) {
            throw wrong(at, node, "a table");
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!names.contains(entry.getKey())) {
                throw wrong(
                        at + entry.getKey(),
                        "not known",
                        String.join(", ", names.stream().sorted().toList()));
            }
        }
    }

    private static int timeout(String at, JsonNode node, String name, int absent) {
        return number(at + name, node.path(name), 1, TIMEOUT_MS_MAX, absent);
    }

    private static int number(String field, JsonNode node, int least, int most, int absent) {
        if (node.isMissingNode()) {
            return absent;
        }
        if (!node.canConvertToInt()
                || !node.isIntegralNumber()
                || node.intValue() < least
                || node.intValue() > most) {
            throw wrong(field, node, least + " to " + most);
        }
        return node.intValue();
    }

    private static boolean flag(String field, JsonNode node, boolean absent) {
        if (!node.isMissingNode() && !node.isBoolean()) {
            throw wrong(field, node, "true or false");
        }
        return node.asBoolean(absent);
    }

    private static String text(String field, JsonNode node, String absent) {
        if (!node.isMissingNode() && !node.isTextual()) {
            throw wrong(field, node, "a text");
        }
        return node.asText(absent);
    }
}
