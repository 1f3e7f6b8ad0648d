/// What tests share: a whole service in a temporary directory, and clocks moved by hand.
@NullMarked
package io.weighbridge.backend.testkit;

import org.jspecify.annotations.NullMarked;
