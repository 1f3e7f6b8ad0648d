/// Tests of the console's connection.
@NullMarked
package io.weighbridge.console.client;

import org.jspecify.annotations.NullMarked;
