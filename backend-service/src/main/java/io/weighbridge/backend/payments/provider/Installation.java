package io.weighbridge.backend.payments.provider;

import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.model.IdKind;

import java.util.OptionalLong;

/// Tells this installation from others that take money through the same account of a provider.
///
/// @param mark of what it opens
/// @param sinceMs when the key was made that the mark comes of: with an earlier key it had another
public record Installation(String mark, long sinceMs) {
    /// Whether another opened what is marked so. An order from before our key may be one of ours
    /// that is only in the provider's books: a restored backup has neither it nor the key.
    ///
    /// @param marked empty for what was opened before there were marks
    /// @param order that it is for, as it is told
    public boolean isOther(String marked, String order) {
        if (marked.isEmpty() || marked.equals(mark)) {
            return false;
        }
        OptionalLong id = IdKind.ORDER.parse(order);
        return id.isEmpty() || IdSource.madeAtMs(id.getAsLong()) >= sinceMs;
    }
}
