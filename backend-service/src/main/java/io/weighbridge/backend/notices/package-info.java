/// Notices: what happened to an account by itself and its owner must know of.
@NullMarked
package io.weighbridge.backend.notices;

import org.jspecify.annotations.NullMarked;
