package io.weighbridge.backend.attribution;

/// What one took and earned in an hour or a day.
///
/// @param bucketMs when that begins
/// @param owner who
/// @param amounts what
record CostRow(long bucketMs, Owner owner, Amounts amounts) {}
