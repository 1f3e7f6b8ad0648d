/// The screen of operators and of the credentials of proxies: who may log in as what, which
/// programs may use the gate.
@NullMarked
package io.weighbridge.console.feature.operators;

import org.jspecify.annotations.NullMarked;
