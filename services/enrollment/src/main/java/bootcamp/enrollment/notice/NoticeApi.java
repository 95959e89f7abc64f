package bootcamp.enrollment.notice;

import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Page;
import bootcamp.platform.http.PageRequest;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * {@code /api/me/notices}: what there is to be told to a student, the newest first. Nothing is kept
 * for each student but how far was read: what is told follows from what the states of lectures,
 * clinics and requests say now.
 */
@RestController
final class NoticeApi {

    private static final String LIST = "notices ";

    private final Notices notices;
    private final NoticeMarkStore marks;
    private final Cursors cursors;
    private final InstantSource clock;

    NoticeApi(Notices notices, NoticeMarkStore marks, Cursors cursors, InstantSource clock) {
        this.notices = notices;
        this.marks = marks;
        this.cursors = cursors;
        this.clock = clock;
    }

    /**
     * @param read whether the student has read up to it
     * @param lectureId null: it is not about a lecture
     * @param clinicId null: it is not about a clinic
     * @param requestId null: it is not about a request to have a day of attendance set right
     * @param title null: what it is about has none; so of {@code startsAt} and {@code timeZone}
     * @param date the day that it is about; null: of no day
     * @param competitionId left out where it is not about a competition
     * @param reason as staff gave it; left out where none is told
     */
    record NoticeView(
            String noticeId,
            Notice.Code code,
            Instant at,
            boolean read,
            @Nullable String lectureId,
            @Nullable String clinicId,
            @Nullable String requestId,
            @Nullable String title,
            @Nullable String startsAt,
            @Nullable String timeZone,
            @Nullable LocalDate date,
            @Nullable Instant confirmBy,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String competitionId,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason) {

        /** Where it is in the list. */
        private String key() {
            return at + " " + noticeId;
        }

        static NoticeView of(Notice notice, NoticeMarks marks) {
            return new NoticeView(
                    notice.noticeId(),
                    notice.code(),
                    notice.at(),
                    marks.isRead(notice),
                    notice.idIfAbout(Notice.Source.LECTURE),
                    notice.idIfAbout(Notice.Source.CLINIC),
                    notice.idIfAbout(Notice.Source.REQUEST),
                    notice.title(),
                    notice.startsAt(),
                    notice.timeZone(),
                    notice.date(),
                    notice.confirmBy(),
                    notice.idIfAbout(Notice.Source.COMPETITION),
                    notice.reason());
        }
    }

    @GetMapping("/api/me/notices")
    Mono<ResponseEntity<Page<NoticeView>>> list(
            @RequestParam MultiValueMap<String, String> query, Caller caller) {
        String studentId = studentOf(caller);
        String list = LIST + studentId;
        PageRequest wanted = PageRequest.of(query, cursors, list);
        return notices.of(studentId)
                .zipWith(marks.of(studentId))
                .map(
                        both ->
                                both.getT1().stream()
                                        .map(each -> NoticeView.of(each, both.getT2()))
                                        .toList())
                .map(all -> wanted.page(part(all, wanted), NoticeView::key, cursors, list))
                .map(page -> ResponseEntity.ok().header("Cache-Control", "no-store").body(page));
    }

    private static List<NoticeView> part(List<NoticeView> all, PageRequest wanted) {
        String after = wanted.after();
        // What was there may be gone since: then the page begins at its place.
        return all.stream()
                .filter(each -> after == null || isAfter(each, after))
                .limit(wanted.limit() + 1L)
                .toList();
    }

    /** A key tells when it is of, and the newest come first. */
    private static boolean isAfter(NoticeView each, String key) {
        int blank = key.indexOf(' ');
        int newerFirst = Instant.parse(key.substring(0, blank)).compareTo(each.at());
        return newerFirst > 0
                || newerFirst == 0 && each.noticeId().compareTo(key.substring(blank + 1)) > 0;
    }

    private static String studentOf(Caller caller) {
        String studentId = caller.require(Role.STUDENT).studentId();
        if (studentId == null) {
            throw ProblemException.forbidden();
        }
        return studentId;
    }

    /**
     * @param until the {@code at} of the newest notice that was read
     */
    record Mark(OffsetDateTime until) {}

    /** Up to a moment to come nobody can have read. */
    @PutMapping("/api/me/notices/read")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> read(@RequestBody Mark body, Caller caller) {
        String studentId = studentOf(caller);
        Instant now = clock.instant();
        Instant until = body.until().toInstant();
        return notices.of(studentId)
                .flatMap(all -> marks.read(studentId, all, until.isAfter(now) ? now : until));
    }
}
