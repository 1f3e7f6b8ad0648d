package io.weighbridge.backend;

import io.weighbridge.backend.platform.fault.Fault;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A secret that somebody else gave us: as it is, else from a file.
final class GivenSecret {
    private GivenSecret() {}

    /// @param given null or empty for none
    /// @param setting name of the setting that names the file
    /// @param file whose first line it is; null for none
    /// @return null when there is none
    /// @throws Fault INVALID_FIELD
    static @Nullable String find(@Nullable String given, String setting, @Nullable Path file) {
        if (given != null && !given.isEmpty()) {
            return given;
        }
        if (file == null) {
            return null;
        }
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw Fault.invalid(setting, file, "a readable file with the secret as its first line");
        }
    }
}
