/// Carries a store from SQLite over to PostgreSQL.
@NullMarked
package io.weighbridge.backend.move;

import org.jspecify.annotations.NullMarked;
