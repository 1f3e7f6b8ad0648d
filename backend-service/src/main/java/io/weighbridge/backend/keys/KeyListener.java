package io.weighbridge.backend.keys;

/// Who must know of every key: the gate's table.
public interface KeyListener {
    /// A key was made or changed, and that is on the disk. The reply to whoever changed it waits
    /// for this to return.
    void changed(ApiKey key);
}
