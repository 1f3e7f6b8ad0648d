/// Customers' own keys for providers of models: an account's calls go to the provider with it, and
/// the provider's bill is the customer's.
///
/// A key comes in once, is sealed for its account and provider, and never goes out but to the
/// provider. Memory has the sealed form only; [UpstreamKeyTable] opens it for each call.
@NullMarked
package io.weighbridge.backend.upstreamkeys;

import org.jspecify.annotations.NullMarked;
