/// Webhooks of payment providers against a service as a process of its own.
@NullMarked
package io.weighbridge.benchmarks.payments;

import org.jspecify.annotations.NullMarked;
