/// Value types that the service and its clients must agree on: money, units, ids, closed lists of
/// outcomes, error codes. Plain Java, no protobuf.
@NullMarked
package io.weighbridge.model;

import org.jspecify.annotations.NullMarked;
