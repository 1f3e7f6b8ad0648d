/// What a call did cost: settle, release, reports that come late, and usage in quarantine.
@NullMarked
package io.weighbridge.backend.gate.settle;

import org.jspecify.annotations.NullMarked;
