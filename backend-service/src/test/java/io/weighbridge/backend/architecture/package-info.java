/// What the code base looks like as a whole: who sees what, and how long things are.
@NullMarked
package io.weighbridge.backend.architecture;

import org.jspecify.annotations.NullMarked;
