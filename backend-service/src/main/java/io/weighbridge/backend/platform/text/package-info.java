/// Small helps for texts that people type and read.
@NullMarked
package io.weighbridge.backend.platform.text;

import org.jspecify.annotations.NullMarked;
