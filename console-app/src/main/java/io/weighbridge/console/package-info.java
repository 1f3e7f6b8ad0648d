/// The operator console: a desktop application on the backend's administration services. Here is
/// the wiring: what is made, by hand, in order.
@NullMarked
package io.weighbridge.console;

import org.jspecify.annotations.NullMarked;
