/// Plans and services: the matrix of limits, its differences and merges, and what services are.
@NullMarked
package io.weighbridge.console.feature.plans;

import org.jspecify.annotations.NullMarked;
