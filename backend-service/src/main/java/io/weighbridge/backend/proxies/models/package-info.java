/// Which model servers serve a service, under which name, in which order, and which of them answer
/// at the moment.
@NullMarked
package io.weighbridge.backend.proxies.models;

import org.jspecify.annotations.NullMarked;
