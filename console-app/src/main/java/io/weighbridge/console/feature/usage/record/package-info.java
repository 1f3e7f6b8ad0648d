/// One usage record: its facts, how its price came about, and giving credit back.
@NullMarked
package io.weighbridge.console.feature.usage.record;

import org.jspecify.annotations.NullMarked;
