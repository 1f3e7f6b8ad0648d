/// What is asked of usage: of which time and whom, by what, and what is summed.
@NullMarked
package io.weighbridge.console.feature.usage.ask;

import org.jspecify.annotations.NullMarked;
