/// Usage that is told afterwards and was never authorised here.
@NullMarked
package io.weighbridge.backend.gate.event;

import org.jspecify.annotations.NullMarked;
