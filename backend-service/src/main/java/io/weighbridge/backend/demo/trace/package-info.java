/// What calls the demo makes and when: rows of a trace, read from a file or generated, and their
/// pace.
@NullMarked
package io.weighbridge.backend.demo.trace;

import org.jspecify.annotations.NullMarked;
