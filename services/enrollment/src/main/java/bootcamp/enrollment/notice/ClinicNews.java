package bootcamp.enrollment.notice;

import bootcamp.enrollment.notice.News.Telling;
import bootcamp.enrollment.notice.Notice.Code;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Of a clinic: to who had a place in it that staff moved it, took it away, or cancelled the slot.
 */
final class ClinicNews implements NewsSource {

    private record Slot(String startsAt, boolean cancelled, List<String> booked) {}

    @Override
    public Map<String, News> of(Event event) {
        State state = State.of(event);
        Map<String, Slot> slots = new LinkedHashMap<>();
        List<Telling> tellings = new ArrayList<>();
        Set<String> placed = new HashSet<>();
        state.list("slots")
                .forEach(
                        each -> {
                            Slot slot = slot(each);
                            slots.put(each.text("slotId"), slot);
                            if (!slot.cancelled()) {
                                placed.addAll(slot.booked());
                            }
                        });
        state.list("slots").forEach(each -> tellings.addAll(cancelled(each, placed)));
        // A clinic that was said before they were in states has none.
        state.listIfAny("staffChanges").forEach(each -> tellings.add(changed(each, slots)));
        News news =
                new News(event.id(), state.text("title"), state.text("timeZone"), null, tellings);
        return Map.of(News.ofCohort(state.text("cohortId")), news);
    }

    private static Slot slot(State said) {
        said.time("startsAt");
        return new Slot(said.text("startsAt"), said.flag("cancelled"), said.texts("booked"));
    }

    /** Who has another place by now is told no more of the one that was lost. */
    private static List<Telling> cancelled(State slot, Set<String> placed) {
        Instant at = NewsSource.momentIfAny(slot, "cancelledAt");
        if (at == null) {
            return List.of();
        }
        List<String> lost =
                slot.texts("booked").stream().filter(each -> !placed.contains(each)).toList();
        return List.of(Telling.to(lost, Code.CLINIC_CANCELLED, at, slot.text("startsAt")));
    }

    private static Telling changed(State change, Map<String, Slot> slots) {
        Slot slot = slots.get(change.text("slotId"));
        if (slot == null) {
            throw State.doesNotFit("slotId");
        }
        return Telling.to(
                List.of(change.text("studentId")),
                change.flag("removed") ? Code.CLINIC_PLACE_REMOVED : Code.CLINIC_MOVED,
                change.time("at").toInstant(),
                slot.startsAt());
    }
}
