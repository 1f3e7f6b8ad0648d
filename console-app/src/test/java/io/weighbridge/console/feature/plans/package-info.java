/// Tests of plans and services.
@NullMarked
package io.weighbridge.console.feature.plans;

import org.jspecify.annotations.NullMarked;
