/// Writes what the store holds to plain files, from which anybody can recompute every charge and
/// balance. The files are described in `docs/export.md`.
@NullMarked
package io.weighbridge.backend.export;

import org.jspecify.annotations.NullMarked;
