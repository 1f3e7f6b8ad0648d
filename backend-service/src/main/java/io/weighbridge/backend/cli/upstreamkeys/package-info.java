/// Commands about customers' own keys for providers of models.
@NullMarked
package io.weighbridge.backend.cli.upstreamkeys;

import org.jspecify.annotations.NullMarked;
