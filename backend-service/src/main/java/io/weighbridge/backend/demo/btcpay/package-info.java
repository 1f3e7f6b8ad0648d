/// The demo's own BTCPay Server: it speaks the Greenfield API and sends signed webhooks as the real
/// one does, over a chain of blocks that somebody has to ask for. No bitcoin moves.
@NullMarked
package io.weighbridge.backend.demo.btcpay;

import org.jspecify.annotations.NullMarked;
