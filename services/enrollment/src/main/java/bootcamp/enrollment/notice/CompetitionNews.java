package bootcamp.enrollment.notice;

import bootcamp.enrollment.notice.News.Telling;
import bootcamp.enrollment.notice.Notice.Code;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Of a competition: to all of its cohorts, who see its board, that all of it was scored anew, and
 * why. Nobody gets a letter of it.
 */
final class CompetitionNews implements NewsSource {

    @Override
    public Map<String, News> of(Event event) {
        State state = State.of(event);
        State plan = state.part("plan");
        // A competition that was said before they were in states has none.
        List<Telling> tellings =
                state.listIfAny("rescorings").stream().map(CompetitionNews::telling).toList();
        News news = new News(event.id(), plan.text("title"), plan.text("timeZone"), null, tellings);
        Map<String, News> ofCohorts = new LinkedHashMap<>();
        plan.texts("cohortIds").forEach(each -> ofCohorts.put(News.ofCohort(each), news));
        return ofCohorts;
    }

    private static Telling telling(State rescoring) {
        return new Telling(
                Code.COMPETITION_RESCORED,
                rescoring.time("at").toInstant(),
                null,
                null,
                List.of(),
                true,
                rescoring.text("reason"));
    }
}
