/// Classes that break each rule, so that the rules are seen to find something.
@NullMarked
package io.weighbridge.backend.architecture.breach;

import org.jspecify.annotations.NullMarked;
