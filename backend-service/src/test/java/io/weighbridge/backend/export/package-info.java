@NullMarked
package io.weighbridge.backend.export;

import org.jspecify.annotations.NullMarked;
