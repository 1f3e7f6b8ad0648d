/// Backups of an installation that may be in use, and restoring them.
///
/// A backup is a directory: a copy of the store, the journal that goes with it, the secrets when
/// they were asked for, and a manifest with a SHA-256 of every file and of itself.
@NullMarked
package io.weighbridge.backend.backup;

import org.jspecify.annotations.NullMarked;
