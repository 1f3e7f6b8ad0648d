/// Commands on the data itself: first operator, backups, checks, moving.
@NullMarked
package io.weighbridge.backend.cli.store;

import org.jspecify.annotations.NullMarked;
