/// Tests of what pictures and sound are asked for with.
@NullMarked
package io.weighbridge.backend.proxies.media;

import org.jspecify.annotations.NullMarked;
