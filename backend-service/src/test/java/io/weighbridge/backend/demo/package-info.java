@NullMarked
package io.weighbridge.backend.demo;

import org.jspecify.annotations.NullMarked;
