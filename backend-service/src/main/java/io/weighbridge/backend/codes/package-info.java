/// Redemption codes: promotional credit that whoever has a code takes once.
@NullMarked
package io.weighbridge.backend.codes;

import org.jspecify.annotations.NullMarked;
