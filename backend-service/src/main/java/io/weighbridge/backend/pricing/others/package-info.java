/// What others ask, as imported price maps said it: to compare with, never to charge by.
@NullMarked
package io.weighbridge.backend.pricing.others;

import org.jspecify.annotations.NullMarked;
