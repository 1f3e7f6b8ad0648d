/// The audit log for those who read it: lists, checks of its chain, and signed checkpoints. What
/// changes something writes its entries itself, through `platform.audit`.
@NullMarked
package io.weighbridge.backend.operators.audit;

import org.jspecify.annotations.NullMarked;
