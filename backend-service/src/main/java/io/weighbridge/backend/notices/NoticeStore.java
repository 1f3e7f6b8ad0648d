package io.weighbridge.backend.notices;

import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

/// Where notices are read. They are written together with what they tell of: see [SqlNoticeRows].
public interface NoticeStore {
    /// An account's, newest first.
    Page<Notice> list(long accountId, PageKey page);
}
