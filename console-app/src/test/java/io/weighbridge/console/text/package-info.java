/// Tests of how texts are read and written.
@NullMarked
package io.weighbridge.console.text;

import org.jspecify.annotations.NullMarked;
