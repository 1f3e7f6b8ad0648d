/// What customers see of an order: a page to pay it at, and a receipt. And the door for what
/// payment providers send.
@NullMarked
package io.weighbridge.backend.payments.page;

import org.jspecify.annotations.NullMarked;
