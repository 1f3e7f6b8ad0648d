package io.weighbridge.backend.cli.option;

import io.weighbridge.backend.ConfigReader;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where a command's settings come from.
public final class SettingOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "Settings (TOML); paths in it are relative to its folder. Default: "
                            + ConfigReader.NAME_DEFAULT)
    private @Nullable Path config;

    @Option(
            names = {"-s", "--set"},
            paramLabel = "NAME=VALUE",
            description =
                    "A setting, for example listen.port=7443; wins over the environment"
                            + " (WEIGHBRIDGE_LISTEN_PORT), which wins over the file. May be given"
                            + " several times.")
    private List<String> flags = List.of();

    public ConfigReader read() {
        return read(List.of());
    }

    /// @param more flags that win over all
    public ConfigReader read(List<String> more) {
        List<String> all = new ArrayList<>(flags);
        all.addAll(more);
        return ConfigReader.read(config, System.getenv(), all);
    }
}
