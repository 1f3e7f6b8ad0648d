/// The command line: one class a command.
@NullMarked
package io.weighbridge.backend.cli;

import org.jspecify.annotations.NullMarked;
