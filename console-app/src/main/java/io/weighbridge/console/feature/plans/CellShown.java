package io.weighbridge.console.feature.plans;

/// What one cell of the matrix shows.
///
/// @param value a number, [Limits#UNLIMITED] for no limit; of the shadow column 1 or 0
/// @param isOwn whether the service has an entry of its own, or inherits
/// @param isChanged whether it is another value than was read
/// @param isShadow whether it only counts
record CellShown(long value, boolean isOwn, boolean isChanged, boolean isShadow) {}
