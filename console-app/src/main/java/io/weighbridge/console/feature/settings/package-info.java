/// The screen of what an operator sets for themselves: password and second factor, looks, time
/// zone.
@NullMarked
package io.weighbridge.console.feature.settings;

import org.jspecify.annotations.NullMarked;
