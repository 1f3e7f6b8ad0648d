/// Commands that write tables of a running service into CSV files.
@NullMarked
package io.weighbridge.backend.cli.csv;

import org.jspecify.annotations.NullMarked;
