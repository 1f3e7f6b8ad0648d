/// What-if: past usage priced by a book that is only thought of.
@NullMarked
package io.weighbridge.backend.replay;

import org.jspecify.annotations.NullMarked;
