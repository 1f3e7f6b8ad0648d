@NullMarked
package io.weighbridge.backend.attribution;

import org.jspecify.annotations.NullMarked;
