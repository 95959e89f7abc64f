package bootcamp.gateway.feed;

import java.time.LocalDate;
import java.util.List;

/**
 * A clinic as dashboards show it: who has a place on which day.
 *
 * @param kind {@code RESUME_FEEDBACK} or {@code MENTORING}
 * @param slots those that take place, in the order of time
 */
public record Clinic(String kind, List<Slot> slots) {

    public Clinic {
        slots = List.copyOf(slots);
    }

    /**
     * @param day on which it begins, by the clock of the clinic's zone
     * @param booked ids of the students who have a place
     */
    public record Slot(LocalDate day, List<String> booked) {

        public Slot {
            booked = List.copyOf(booked);
        }
    }
}
