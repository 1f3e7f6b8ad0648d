/// Metrics: what is counted, and how it is read. Nothing here is about money.
@NullMarked
package io.weighbridge.backend.platform.metrics;

import org.jspecify.annotations.NullMarked;
