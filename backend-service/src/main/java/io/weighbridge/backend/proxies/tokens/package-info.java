/// Tokenizers: what a text of a model is in tokens, for estimates where its server tells no usage.
@NullMarked
package io.weighbridge.backend.proxies.tokens;

import org.jspecify.annotations.NullMarked;
