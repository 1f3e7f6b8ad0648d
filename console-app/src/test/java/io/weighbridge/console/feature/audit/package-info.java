/// Tests of the audit screen.
@NullMarked
package io.weighbridge.console.feature.audit;

import org.jspecify.annotations.NullMarked;
