/// Bitcoin through a BTCPay Server of the operator's own, by its Greenfield API and webhooks.
@NullMarked
package io.weighbridge.backend.payments.btcpay;

import org.jspecify.annotations.NullMarked;
