package bootcamp.enrollment.notice;

import bootcamp.enrollment.notice.News.Telling;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Of a special lecture: to its cohorts that it was moved or cancelled, and to who came from the
 * queue that there is a seat. Of a cohort that it is not for any more those alone are told whose
 * seat it is about.
 */
final class LectureNews implements NewsSource {

    @Override
    public Map<String, News> of(Event event) {
        State state = State.of(event);
        News ofCohorts = news(event.id(), state, true);
        News ofFormer = news(event.id(), state, false);
        Map<String, News> all = new HashMap<>();
        state.texts("cohortIds").forEach(each -> all.put(News.ofCohort(each), ofCohorts));
        state.texts("formerCohortIds")
                .forEach(each -> all.putIfAbsent(News.ofCohort(each), ofFormer));
        return all;
    }

    private static News news(String lectureId, State state, boolean wholeCohort) {
        String startsAt = state.text("startsAt");
        state.time("startsAt");
        // Of one that students never knew of there is no news.
        Instant cancelledAt =
                state.isTrue("removed") ? null : NewsSource.momentIfAny(state, "cancelledAt");
        Instant movedAt = NewsSource.momentIfAny(state, "movedAt");
        // A lecture that was said before they were in states has none.
        List<String> registered = state.textsIfAny("registeredStudentIds");
        List<Telling> tellings = new ArrayList<>();
        if (cancelledAt != null) {
            tellings.add(
                    new Telling(
                            Notice.Code.LECTURE_CANCELLED,
                            cancelledAt,
                            startsAt,
                            null,
                            registered,
                            wholeCohort,
                            null));
        } else if (movedAt != null) {
            tellings.add(
                    new Telling(
                            Notice.Code.LECTURE_MOVED,
                            movedAt,
                            startsAt,
                            null,
                            registered,
                            wholeCohort,
                            null));
        }
        state.listIfAny("promoted").forEach(each -> tellings.add(seat(each, startsAt)));
        return new News(lectureId, state.text("title"), state.text("timeZone"), null, tellings);
    }

    private static Telling seat(State promoted, String startsAt) {
        Instant confirmBy = NewsSource.momentIfAny(promoted, "confirmBy");
        return new Telling(
                confirmBy == null ? Notice.Code.SEAT_GIVEN : Notice.Code.SEAT_OFFERED,
                promoted.time("at").toInstant(),
                startsAt,
                confirmBy,
                List.of(promoted.text("studentId")),
                false,
                null);
    }
}
