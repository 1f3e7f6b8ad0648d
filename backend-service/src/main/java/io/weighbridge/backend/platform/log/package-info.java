/// The log: where it goes and how it reads.
@NullMarked
package io.weighbridge.backend.platform.log;

import org.jspecify.annotations.NullMarked;
