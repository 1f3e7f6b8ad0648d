/// Pages of lists: keyset paging with tokens that stay right while rows are added.
@NullMarked
package io.weighbridge.backend.platform.paging;

import org.jspecify.annotations.NullMarked;
