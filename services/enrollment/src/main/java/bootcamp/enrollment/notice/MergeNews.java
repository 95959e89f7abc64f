package bootcamp.enrollment.notice;

import bootcamp.enrollment.notice.News.Telling;
import bootcamp.enrollment.notice.Notice.Code;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Of a team of a competition: to its members that another asks to become one with it, that another
 * declined to, and that two became one.
 */
final class MergeNews implements NewsSource {

    @Override
    public Map<String, News> of(Event event) {
        State state = State.of(event);
        News news = new News(event.id(), null, null, null, tellings(state));
        Map<String, News> ofCohorts = new HashMap<>();
        // A team that has said nothing since teams know their cohorts has not merged either.
        if (state.has("cohortIds")) {
            state.texts("cohortIds").forEach(each -> ofCohorts.put(News.ofCohort(each), news));
        }
        return ofCohorts;
    }

    private static List<Telling> tellings(State state) {
        if (state.isTrue("removed")) {
            return List.of();
        }
        List<String> members = state.texts("members");
        List<Telling> tellings = new ArrayList<>();
        moments(state, "asked")
                .forEach(at -> tellings.add(Telling.to(members, Code.MERGE_ASKED, at, null)));
        moments(state, "former").stream()
                .max(Comparator.naturalOrder())
                .ifPresent(at -> tellings.add(Telling.to(members, Code.TEAMS_MERGED, at, null)));
        Instant declined = NewsSource.momentIfAny(state, "declinedAt");
        if (declined != null) {
            tellings.add(Telling.to(members, Code.MERGE_DECLINED, declined, null));
        }
        return tellings;
    }

    private static List<Instant> moments(State state, String field) {
        return state.listIfAny(field).stream().map(each -> each.time("at").toInstant()).toList();
    }
}
