package io.weighbridge.backend.keys;

import java.util.OptionalLong;

/// Who knows secrets without asking the store: the gate's table.
public interface SecretOwners {
    /// The id of the key that this is a secret of, whether it works or not.
    OptionalLong keyOf(KeyDigest digest);
}
