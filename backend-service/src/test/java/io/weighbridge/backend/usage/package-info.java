/// Tests of usage records, rollups, the live view and unrated usage.
@NullMarked
package io.weighbridge.backend.usage;

import org.jspecify.annotations.NullMarked;
