/// SQL plumbing: one write connection, a pool of read connections, migrations; for SQLite and for
/// PostgreSQL.
///
/// Writes are one transaction at a time under the database's write lock; SQLite has one writer
/// anyway, and one write connection rules out its multi-connection write-ahead log faults. Reads
/// run beside them on their own snapshots.
@NullMarked
package io.weighbridge.backend.platform.sql;

import org.jspecify.annotations.NullMarked;
