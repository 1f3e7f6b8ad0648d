/// The editor of a draft: its tables, what changes, previews, and publishing.
@NullMarked
package io.weighbridge.console.feature.prices.draft;

import org.jspecify.annotations.NullMarked;
