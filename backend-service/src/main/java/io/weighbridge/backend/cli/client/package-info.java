/// A running service as commands talk to it: where it is, who asks, and its methods.
@NullMarked
package io.weighbridge.backend.cli.client;

import org.jspecify.annotations.NullMarked;
