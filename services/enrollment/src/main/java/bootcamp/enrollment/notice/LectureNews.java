package bootcamp.enrollment.notice;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What students of one cohort are to be told about a special lecture, as its newest state says. So
 * nothing is told twice however often it is heard, and what is not so any more is told no longer.
 *
 * <pre>{@code
 * { "_id": "ai-lab-3/5f0c…", "version": 7, "title": "한 주의 NLP", "startsAt": "2024-03-14T19:00:00+09:00",
 *   "timeZone": "Asia/Seoul", "cancelledAt": null, "movedAt": "2024-03-04T03:05:00Z",
 *   "promoted": [{ "studentId": "77aa…", "at": "2024-03-04T03:40:00Z", "confirmBy": null }],
 *   "registered": ["77aa…"], "former": false }
 * }</pre>
 *
 * @param startsAt with the offset of {@code timeZone}
 * @param cancelledAt null: it was not
 * @param movedAt null: its times have not changed since students knew of it
 * @param promoted whose seat came from the queue
 * @param registered who had a seat or was in line when it was cancelled, or last moved
 * @param former whether the lecture is not for the cohort any more: then of its students only those
 *     are told whose seat it is about
 */
record LectureNews(
        String lectureId,
        String title,
        String startsAt,
        String timeZone,
        @Nullable Instant cancelledAt,
        @Nullable Instant movedAt,
        List<Promoted> promoted,
        List<String> registered,
        boolean former) {

    LectureNews {
        promoted = List.copyOf(promoted);
        registered = List.copyOf(registered);
    }

    /**
     * @param confirmBy null: the seat is firm
     */
    record Promoted(String studentId, Instant at, @Nullable Instant confirmBy) {}

    boolean isNone() {
        boolean isOfNobody = former && promoted.isEmpty() && registered.isEmpty();
        return isOfNobody || cancelledAt == null && movedAt == null && promoted.isEmpty();
    }

    /** To whom a cohort is no concern of the lecture any more, but a seat in it is. */
    LectureNews ofSeatsAlone() {
        return new LectureNews(
                lectureId,
                title,
                startsAt,
                timeZone,
                cancelledAt,
                movedAt,
                promoted,
                registered,
                true);
    }

    // ---- what is kept

    static String id(String cohortId, String lectureId) {
        return cohortId + "/" + lectureId;
    }

    Map<String, ?> fields() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("title", title);
        fields.put("startsAt", startsAt);
        fields.put("timeZone", timeZone);
        fields.put("cancelledAt", text(cancelledAt));
        fields.put("movedAt", text(movedAt));
        fields.put("promoted", promoted.stream().map(LectureNews::fields).toList());
        fields.put("registered", registered);
        fields.put("former", former);
        return fields;
    }

    private static Map<String, @Nullable Object> fields(Promoted each) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("studentId", each.studentId());
        fields.put("at", each.at().toString());
        fields.put("confirmBy", text(each.confirmBy()));
        return fields;
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    /**
     * @param id as {@link #id}
     */
    static LectureNews kept(String id, Map<String, ?> fields) {
        return new LectureNews(
                id.substring(id.indexOf('/') + 1),
                said(fields, "title"),
                said(fields, "startsAt"),
                said(fields, "timeZone"),
                moment(fields.get("cancelledAt")),
                moment(fields.get("movedAt")),
                fields.get("promoted") instanceof List<?> list
                        ? list.stream().map(LectureNews::promoted).toList()
                        : List.of(),
                fields.get("registered") instanceof List<?> list
                        ? list.stream().map(String::valueOf).toList()
                        : List.of(),
                Boolean.TRUE.equals(fields.get("former")));
    }

    private static Promoted promoted(Object kept) {
        Map<?, ?> fields = (Map<?, ?>) kept;
        return new Promoted(
                String.valueOf(fields.get("studentId")),
                Instant.parse(String.valueOf(fields.get("at"))),
                moment(fields.get("confirmBy")));
    }

    private static String said(Map<String, ?> fields, String name) {
        return String.valueOf(fields.get(name));
    }

    private static @Nullable Instant moment(@Nullable Object kept) {
        return kept == null ? null : Instant.parse(kept.toString());
    }

    // ---- what a student is told

    /** For one student, in no order. */
    List<Notice> noticesFor(String studentId) {
        List<Notice> notices = new ArrayList<>();
        boolean isConcerned = !former || registered.contains(studentId);
        if (cancelledAt != null && isConcerned) {
            notices.add(notice(Notice.Code.LECTURE_CANCELLED, cancelledAt, null));
        } else if (cancelledAt == null && movedAt != null && isConcerned) {
            notices.add(notice(Notice.Code.LECTURE_MOVED, movedAt, null));
        }
        promoted.stream()
                .filter(each -> each.studentId().equals(studentId))
                .forEach(
                        each ->
                                notices.add(
                                        notice(
                                                each.confirmBy() == null
                                                        ? Notice.Code.SEAT_GIVEN
                                                        : Notice.Code.SEAT_OFFERED,
                                                each.at(),
                                                each.confirmBy())));
        return notices;
    }

    /**
     * Of what a letter is written, too: of a seat that came from the queue, and of a lecture that
     * is moved or cancelled to those who were registered for it.
     */
    List<Notice> urgentFor(String studentId) {
        return noticesFor(studentId).stream()
                .filter(
                        notice ->
                                notice.code() != Notice.Code.LECTURE_MOVED
                                        || registered.contains(studentId))
                .toList();
    }

    /** To whom a letter may be due. */
    Set<String> concerned() {
        Set<String> all = new LinkedHashSet<>(registered);
        promoted.forEach(each -> all.add(each.studentId()));
        return all;
    }

    private Notice notice(Notice.Code code, Instant at, @Nullable Instant confirmBy) {
        return new Notice(code, at, lectureId, title, startsAt, timeZone, confirmBy);
    }
}
