/// Who calls, and what they may: plumbing that every feature may ask.
@NullMarked
package io.weighbridge.backend.platform.access;

import org.jspecify.annotations.NullMarked;
