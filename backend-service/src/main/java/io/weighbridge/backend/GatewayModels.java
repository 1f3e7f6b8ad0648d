package io.weighbridge.backend;

import io.weighbridge.backend.platform.config.SettingValues;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.models.ModelFile;
import io.weighbridge.backend.proxies.models.ModelRoute;
import io.weighbridge.backend.proxies.models.ModelTable;
import io.weighbridge.backend.proxies.models.ModelTarget;
import io.weighbridge.backend.proxies.models.ServerSettings;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/// The model servers, as the settings and the file that they name have them.
final class GatewayModels implements ModelFile.Values {
    private static final String KEY_EXPECTED = "printable characters without spaces";

    private final SettingValues values;
    private final boolean readsKeys;

    private GatewayModels(SettingValues values, boolean readsKeys) {
        this.values = values;
        this.readsKeys = readsKeys;
    }

    /// Whether there are any.
    static boolean areIn(SettingValues values) {
        return values.get(GatewayTable.UPSTREAM).isPresent()
                || values.get(GatewayTable.MODELS_FILE).isPresent();
    }

    /// Reads them.
    ///
    /// @throws Fault INVALID_FIELD
    static ModelTable read(SettingValues values) {
        GatewayModels models = new GatewayModels(values, true);
        ModelRoute others = values.get(GatewayTable.UPSTREAM).map(models::only).orElse(null);
        return models.table().with(others);
    }

    /// Reads the file as somebody who may not read the keys that it names.
    ///
    /// @throws Fault INVALID_FIELD
    static void check(SettingValues values) {
        var _ = new GatewayModels(values, false).table();
    }

    private ModelTable table() {
        return values.get(GatewayTable.MODELS_FILE)
                .map(file -> ModelFile.read(file, defaults(), this))
                .orElse(ModelTable.NOTHING);
    }

    private ModelFile.Defaults defaults() {
        return new ModelFile.Defaults(
                values.get(GatewayTable.MAXIMUM_FIELD),
                values.get(GatewayTable.HIDES_THINKING),
                values.get(GatewayTable.CONNECT_TIMEOUT_MS),
                values.get(GatewayTable.FIRST_BYTE_TIMEOUT_MS),
                values.get(GatewayTable.IDLE_TIMEOUT_MS),
                values.get(ConfigTable.CURRENCY));
    }

    private ModelRoute only(URI url) {
        ModelFile.Defaults defaults = defaults();
        String key =
                GivenSecret.find(
                        values.get(GatewayTable.UPSTREAM_KEY),
                        GatewayTable.UPSTREAM_KEY_FILE.name(),
                        values.get(GatewayTable.UPSTREAM_KEY_FILE).orElse(null));
        ServerSettings server =
                new ServerSettings(
                        "upstream",
                        url,
                        key == null || key.isEmpty()
                                ? null
                                : requireKey(GatewayTable.UPSTREAM_KEY_FILE.name(), key),
                        ServerSettings.KeyHeader.usual(url),
                        defaults.connectTimeoutMs(),
                        defaults.firstByteTimeoutMs(),
                        defaults.idleTimeoutMs());
        return new ModelRoute(
                List.of(new ModelTarget(server, "", 1, 1)),
                false,
                defaults.maximumField(),
                defaults.hidesThinking());
    }

    @Override
    public @Nullable URI url(String text) {
        return parse(text);
    }

    @Override
    public @Nullable URI endpoint(String text) {
        return web(text);
    }

    @Override
    public String key(String field, Path file) {
        if (!readsKeys) {
            return "";
        }
        String key = GivenSecret.find(null, field, file);
        return requireKey(field, key == null ? "" : key);
    }

    private static String requireKey(String field, String key) {
        if (!isKey(key) || key.isEmpty()) {
            throw Fault.invalid(field, "***", KEY_EXPECTED);
        }
        return key;
    }

    static boolean isKey(String text) {
        return text.matches("[!-~]*");
    }

    /// The URL of a model server, without a path with `/v1`; null when it is none.
    static @Nullable URI parse(String text) {
        URI uri = web(text);
        boolean isBare = uri != null && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
        return uri != null && isBare ? uri.resolve("/v1") : uri;
    }

    private static @Nullable URI web(String text) {
        try {
            URI uri = new URI(text);
            boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (!isWeb
                    || uri.getHost() == null
                    || uri.getUserInfo() != null
                    || uri.getQuery() != null
                    || uri.getFragment() != null) {
                return null;
            }
            return uri;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
