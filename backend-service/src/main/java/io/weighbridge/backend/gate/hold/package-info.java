/// Hold ids, which carry what a settle needs, and how holds end that nobody ends.
@NullMarked
package io.weighbridge.backend.gate.hold;

import org.jspecify.annotations.NullMarked;
