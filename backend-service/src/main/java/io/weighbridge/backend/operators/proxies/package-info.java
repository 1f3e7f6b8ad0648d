/// Machine credentials: what a proxy shows to the gate.
@NullMarked
package io.weighbridge.backend.operators.proxies;

import org.jspecify.annotations.NullMarked;
