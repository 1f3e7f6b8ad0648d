/// Reads what calls used from the logs of proxies: lines of a file that grows and is rotated, each
/// of a call at most. Who reads them tells the gate.
@NullMarked
package io.weighbridge.backend.proxies.logs;

import org.jspecify.annotations.NullMarked;
