package bootcamp.enrollment.notice;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a student has read. Notices of different things come in any order, so one that is older than
 * another that was read may still be new.
 *
 * @param readUntil by the moments of what was read; {@link Instant#EPOCH}: nothing was
 * @param ids of what was read; null: it was read when only the moment was kept
 */
record NoticeMarks(Instant readUntil, @Nullable Set<String> ids) {

    static final NoticeMarks NONE = new NoticeMarks(Instant.EPOCH, Set.of());

    boolean isRead(Notice notice) {
        return ids == null ? !notice.at().isAfter(readUntil) : ids.contains(notice.noticeId());
    }
}
