/// Settings: one table of them, read from a file, the environment and flags.
@NullMarked
package io.weighbridge.backend.platform.config;

import org.jspecify.annotations.NullMarked;
