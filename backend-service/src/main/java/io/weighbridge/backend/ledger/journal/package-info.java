/// The journal: an append-only, checksummed file that holds what happened before it reaches SQL.
///
/// Settles are answered when their group is forced to this file; SQL follows in larger transactions
/// (the fold). A segment is deleted when everything in it has been folded. Format:
///
/// - segment: 64 bytes of header (magic, version, sequence of its first fact, CRC-32C), then
///   frames, then zeros up to the end of the file;
/// - frame: magic, payload length, CRC-32C, number of facts, sequence of the first one, payload,
///   zeros up to a multiple of 8. One frame is one group: it is there whole or not at all.
///
/// A bad frame with no good frame after it is the torn end of a write that was never acknowledged;
/// with a good one after it the file was damaged, and the service refuses to start rather than lose
/// charges.
@NullMarked
package io.weighbridge.backend.ledger.journal;

import org.jspecify.annotations.NullMarked;
