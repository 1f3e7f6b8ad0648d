/// What services, keys and accounts took of the GPUs that are measured, what it cost and earned,
/// and how far that is from what was predicted. Reckoned from measured hours and sums of usage.
@NullMarked
package io.weighbridge.backend.attribution;

import org.jspecify.annotations.NullMarked;
