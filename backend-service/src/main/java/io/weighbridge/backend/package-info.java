/// The backend service: wiring and configuration; each feature has a folder of its own.
@NullMarked
package io.weighbridge.backend;

import org.jspecify.annotations.NullMarked;
