/// Controls that several screens share. They know neither the backend nor each other's screens.
@NullMarked
package io.weighbridge.console.control;

import org.jspecify.annotations.NullMarked;
