/// What is read again while it is seen.
@NullMarked
package io.weighbridge.console.feature.compute.seen;

import org.jspecify.annotations.NullMarked;
