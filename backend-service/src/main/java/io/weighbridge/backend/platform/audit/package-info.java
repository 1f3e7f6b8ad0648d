/// What every change leaves in the audit log, for every feature that changes something.
@NullMarked
package io.weighbridge.backend.platform.audit;

import org.jspecify.annotations.NullMarked;
