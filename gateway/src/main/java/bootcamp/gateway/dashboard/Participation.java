package bootcamp.gateway.dashboard;

import bootcamp.gateway.dashboard.CohortState.Snapshot;
import bootcamp.gateway.feed.Clinic;
import bootcamp.gateway.feed.CohortFact.CohortStands;
import bootcamp.gateway.retention.Stay;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * In what students took part.
 *
 * @param clinics a row for each sort, always the same ones in the same order
 */
record Participation(List<Clinics> clinics, TeamActivities teamActivity) {

    private static final List<String> KINDS = List.of("RESUME_FEEDBACK", "MENTORING");

    /**
     * Clinics of one sort. Days are those on which slots begin.
     *
     * @param kind {@code RESUME_FEEDBACK} or {@code MENTORING}
     * @param held slots up to the day in which somebody has a place
     * @param booked places in slots after the day; null for a past day
     * @param hadOne of the students who are here on the day, how many have a place in a slot up to
     *     the day
     * @param hadNone how many of them have not
     * @param n how many are here on the day
     */
    record Clinics(
            String kind, int held, @Nullable Integer booked, int hadOne, int hadNone, int n) {}

    /**
     * @param asOf today or before
     */
    static Participation of(Snapshot state, LocalDate today, LocalDate asOf) {
        List<Clinic> clinics = state.clinics();
        CohortStands cohort = state.cohort();
        Map<String, Stay> students = state.students();
        Set<String> here =
                students.entrySet().stream()
                        .filter(
                                each ->
                                        each.getValue()
                                                .isHere(cohort.startDate(), cohort.endDate(), asOf))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
        return new Participation(
                KINDS.stream().map(kind -> clinics(kind, clinics, here, today, asOf)).toList(),
                TeamActivities.of(state, here, today, asOf));
    }

    private static Clinics clinics(
            String kind, List<Clinic> all, Set<String> here, LocalDate today, LocalDate asOf) {
        List<Clinic.Slot> slots =
                all.stream()
                        .filter(clinic -> clinic.kind().equals(kind))
                        .flatMap(clinic -> clinic.slots().stream())
                        .filter(slot -> !slot.booked().isEmpty())
                        .toList();
        List<Clinic.Slot> held = slots.stream().filter(slot -> !slot.day().isAfter(asOf)).toList();
        Set<String> had =
                held.stream()
                        .flatMap(slot -> slot.booked().stream())
                        .filter(here::contains)
                        .collect(Collectors.toSet());
        int booked =
                slots.stream()
                        .filter(slot -> slot.day().isAfter(asOf))
                        .mapToInt(slot -> slot.booked().size())
                        .sum();
        return new Clinics(
                kind,
                held.size(),
                asOf.equals(today) ? booked : null,
                had.size(),
                here.size() - had.size(),
                here.size());
    }
}
