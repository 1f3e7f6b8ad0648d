/// All keys in memory, as the hot path needs them: found by the digest of their secrets, with their
/// account, their meters and what bars them.
@NullMarked
package io.weighbridge.backend.gate.keys;

import org.jspecify.annotations.NullMarked;
