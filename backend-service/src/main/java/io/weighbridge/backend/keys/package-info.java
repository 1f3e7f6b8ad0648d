/// API keys: making, changing, revoking, recognising.
///
/// A key is `<prefix>_<environment>_<27 random base-62 characters><6 characters of CRC-32>`: 160.7
/// random bits. Only the SHA-256 of the whole text is kept; a plain digest is enough for so much
/// randomness (docs/decisions). The checksum refuses garbage before anything is hashed or looked
/// up, and the look-up never touches SQL.
@NullMarked
package io.weighbridge.backend.keys;

import org.jspecify.annotations.NullMarked;
