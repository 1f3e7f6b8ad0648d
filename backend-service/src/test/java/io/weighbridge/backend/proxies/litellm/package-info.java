/// LiteLLM's real proxy, with our package for it, in front of a model server and beside a service.
@NullMarked
package io.weighbridge.backend.proxies.litellm;

import org.jspecify.annotations.NullMarked;
