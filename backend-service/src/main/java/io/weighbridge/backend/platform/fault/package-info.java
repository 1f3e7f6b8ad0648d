/// Faults: what is thrown when something is wrong, as opposed to expected outcomes, which are
/// values.
@NullMarked
package io.weighbridge.backend.platform.fault;

import org.jspecify.annotations.NullMarked;
