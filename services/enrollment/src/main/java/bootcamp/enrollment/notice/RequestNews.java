package bootcamp.enrollment.notice;

import bootcamp.enrollment.notice.News.Telling;
import bootcamp.enrollment.notice.Notice.Code;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Of a request to have a day of attendance set right: to who made it that it was decided. What kind
 * it was, and what staff wrote, is in no event, and read on the student's own page alone.
 */
final class RequestNews implements NewsSource {

    @Override
    public Map<String, News> of(Event event) {
        State state = State.of(event);
        String studentId = state.text("studentId");
        return Map.of(
                News.ofStudent(state.text("cohortId"), studentId),
                new News(event.id(), null, null, state.day("date"), tellings(state, studentId)));
    }

    private static List<Telling> tellings(State state, String studentId) {
        // One that was said before it was in states has none.
        Instant at = NewsSource.momentIfAny(state, "decidedAt");
        if (at == null || state.isTrue("removed")) {
            return List.of();
        }
        Code code =
                switch (state.text("phase")) {
                    case "ACCEPTED" -> Code.REQUEST_ACCEPTED;
                    case "REFUSED" -> Code.REQUEST_REFUSED;
                    default -> throw State.doesNotFit("phase");
                };
        return List.of(Telling.to(List.of(studentId), code, at, null));
    }
}
