/// Commands that log in to a running service and call it.
@NullMarked
package io.weighbridge.backend.cli.call;

import org.jspecify.annotations.NullMarked;
