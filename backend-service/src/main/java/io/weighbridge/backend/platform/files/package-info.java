/// Files that survive a power cut.
@NullMarked
package io.weighbridge.backend.platform.files;

import org.jspecify.annotations.NullMarked;
