/// Options that many commands have, and the version.
@NullMarked
package io.weighbridge.backend.cli.option;

import org.jspecify.annotations.NullMarked;
