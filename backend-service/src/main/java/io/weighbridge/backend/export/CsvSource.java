package io.weighbridge.backend.export;

import io.weighbridge.backend.platform.paging.Page;

import java.util.function.Function;
import java.util.function.LongSupplier;

/// What an export reads.
///
/// @param header its first line
/// @param rowsInAll how many rows it has; 0 when that is not known
/// @param pages the page of a token, as lines; the first page's token is empty
record CsvSource(String header, LongSupplier rowsInAll, Function<String, Page<String>> pages) {}
