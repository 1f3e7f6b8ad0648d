/// May this key make this call, and how far may it go: checks, limits and credit, decided together.
@NullMarked
package io.weighbridge.backend.gate.admit;

import org.jspecify.annotations.NullMarked;
