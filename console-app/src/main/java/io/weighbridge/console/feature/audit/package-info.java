/// Who changed what, when, from where and why; what it was before and after; and the proof that
/// nothing of it was changed or taken out since.
@NullMarked
package io.weighbridge.console.feature.audit;

import org.jspecify.annotations.NullMarked;
