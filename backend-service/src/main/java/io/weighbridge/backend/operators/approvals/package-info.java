/// Four eyes: what an operator adjusts alone, and what a second person must approve.
@NullMarked
package io.weighbridge.backend.operators.approvals;

import org.jspecify.annotations.NullMarked;
