/// The own gateway before a model server that answers at once, against that server alone and
/// against NGINX as a plain proxy before it.
@NullMarked
package io.weighbridge.benchmarks.http;

import org.jspecify.annotations.NullMarked;
