package io.weighbridge.backend.platform.config;

import java.nio.file.Path;

/// Where a setting's value comes from. The later ones win over the earlier.
public sealed interface SettingSource {
    /// As people read it.
    String text();

    /// Nobody said anything.
    record Default() implements SettingSource {
        @Override
        public String text() {
            return "default";
        }
    }

    /// The settings file.
    record InFile(Path file) implements SettingSource {
        @Override
        public String text() {
            return file.toString();
        }
    }

    /// The environment.
    record Variable(String name) implements SettingSource {
        @Override
        public String text() {
            return "environment " + name;
        }
    }

    /// The command line.
    record Flag() implements SettingSource {
        @Override
        public String text() {
            return "--set";
        }
    }
}
