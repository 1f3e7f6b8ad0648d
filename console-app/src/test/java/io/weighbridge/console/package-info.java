/// Journeys through the whole console, and its rules.
@NullMarked
package io.weighbridge.console;

import org.jspecify.annotations.NullMarked;
