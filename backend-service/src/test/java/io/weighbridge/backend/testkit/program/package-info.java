/// Programs that others make and that tests run for real: proxies, LiteLLM, SDKs. They are found,
/// not fetched: `.ci/programs` installs them. A test of one that is absent is not run, and the end
/// of the run names it.
@NullMarked
package io.weighbridge.backend.testkit.program;

import org.jspecify.annotations.NullMarked;
