/// How fast past usage is priced again.
@NullMarked
package io.weighbridge.benchmarks.replay;

import org.jspecify.annotations.NullMarked;
