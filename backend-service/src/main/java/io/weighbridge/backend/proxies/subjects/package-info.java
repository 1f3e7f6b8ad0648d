/// Who inside an account a call is made for: read from what clients, and what stands before them,
/// say, by the operator's rules. The same for all proxies that see a request's headers.
@NullMarked
package io.weighbridge.backend.proxies.subjects;

import org.jspecify.annotations.NullMarked;
