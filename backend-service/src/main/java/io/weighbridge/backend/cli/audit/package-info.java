/// Commands about the audit log of a running service.
@NullMarked
package io.weighbridge.backend.cli.audit;

import org.jspecify.annotations.NullMarked;
