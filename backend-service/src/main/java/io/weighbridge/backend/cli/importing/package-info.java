/// Commands that bring in what others know: prices and spend.
@NullMarked
package io.weighbridge.backend.cli.importing;

import org.jspecify.annotations.NullMarked;
