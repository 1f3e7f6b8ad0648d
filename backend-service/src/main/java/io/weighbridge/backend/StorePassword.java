package io.weighbridge.backend;

import io.weighbridge.backend.platform.fault.Fault;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/// The password of the PostgreSQL user: as it is, else from a file.
public final class StorePassword {
    /// Name of the environment's variable that has it.
    public static final String VARIABLE = "WEIGHBRIDGE_STORE_PASSWORD";

    private StorePassword() {}

    /// @param given null or empty for none
    /// @param file whose first line it is; null for none
    /// @return null when there is none: then the driver looks into the user's own password file
    /// @throws Fault INVALID_FIELD
    public static @Nullable String find(@Nullable String given, @Nullable Path file) {
        return GivenSecret.find(given, "store.password_file", file);
    }
}
