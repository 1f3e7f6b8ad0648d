/// The crash loop: a real backend process is killed again and again under load, and a witness
/// outside of it checks that nothing is lost and nothing is charged twice.
@NullMarked
package io.weighbridge.backend.crash;

import org.jspecify.annotations.NullMarked;
