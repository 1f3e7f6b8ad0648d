/// Alerts: tells accounts' owners and operators of notices, by mail and by signed webhooks.
///
/// A notice is a row that was written together with what it tells of. Each becomes one alert for
/// every contact that wants it, in one transaction; an alert is sent until somebody has taken it,
/// for three days at most. So nothing is lost by a crash; what was being sent then is sent again,
/// under the same id.
@NullMarked
package io.weighbridge.backend.alerts;

import org.jspecify.annotations.NullMarked;
