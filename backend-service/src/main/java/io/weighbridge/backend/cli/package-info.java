/// The command line: each command reads its options, calls a use case and prints what came of it.
@NullMarked
package io.weighbridge.backend.cli;

import org.jspecify.annotations.NullMarked;
