/// Models whose work follows the size of a picture or the length of a recording, not a number of
/// tokens: diffusion, the decoder behind it, and speech recognition.
@NullMarked
package io.weighbridge.backend.compute.media;

import org.jspecify.annotations.NullMarked;
