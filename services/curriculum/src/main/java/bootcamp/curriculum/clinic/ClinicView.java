package bootcamp.curriculum.clinic;

import bootcamp.platform.aggregate.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A clinic as one reader sees it.
 *
 * @param instructor name of the practitioner; null: the entry is not there any more
 * @param capacity of each slot
 * @param bookUntil null: until a slot begins
 * @param cancelUntil null: until a slot begins
 * @param cancellation null: it takes place
 * @param note what staff said of the last edit; null: nothing
 * @param mine null: not a student
 * @param version for {@code If-Match}
 */
record ClinicView(
        String clinicId,
        String cohortId,
        ClinicKind kind,
        String title,
        String instructorId,
        @Nullable String instructor,
        String startsAt,
        String endsAt,
        String timeZone,
        int minutes,
        int capacity,
        @Nullable String place,
        @Nullable String bookUntil,
        @Nullable String cancelUntil,
        @Nullable Gone cancellation,
        Clinic.@Nullable Note note,
        List<SlotView> slots,
        @Nullable Mine mine,
        long version) {

    /**
     * @param booked how many places are taken
     * @param open whether a student may book it now, as far as it is not full
     * @param students who has a place, in the order of booking; null: not for this reader
     */
    record SlotView(
            String slotId,
            String startsAt,
            String endsAt,
            int booked,
            boolean open,
            @Nullable Gone cancellation,
            @Nullable List<Place> students) {}

    /**
     * That it does not take place.
     *
     * @param reason null: not said
     */
    record Gone(Instant at, @Nullable String reason) {

        static @Nullable Gone of(Clinic.@Nullable Cancellation cancellation) {
            return cancellation == null ? null : new Gone(cancellation.at(), cancellation.reason());
        }
    }

    /**
     * @param told whether the student has feedback
     */
    record Place(String studentId, Instant bookedAt, boolean told) {}

    /**
     * What a student has in a clinic.
     *
     * @param slotId null: no place
     * @param mayGiveUp whether the place can still be given up, or moved from
     * @param lostSlotId one with a place that staff cancelled, while there is no other; else null
     * @param feedback null: not told anything
     */
    record Mine(
            @Nullable String slotId,
            @Nullable Instant bookedAt,
            boolean mayGiveUp,
            @Nullable String lostSlotId,
            Clinic.@Nullable Feedback feedback) {

        static Mine of(Clinic clinic, String studentId, Instant now) {
            int slot = clinic.slotOf(studentId);
            int lost = slot < 0 ? clinic.lostSlotOf(studentId) : -1;
            return new Mine(
                    slot < 0 ? null : Clinic.nameOf(slot),
                    slot < 0 ? null : clinic.slots().get(slot).booked().get(studentId),
                    slot >= 0 && now.isBefore(clinic.planned().cancellingCloses(slot)),
                    lost < 0 ? null : Clinic.nameOf(lost),
                    clinic.feedback().get(studentId));
        }
    }

    /** With who has a place. */
    static ClinicView ofStaff(Versioned<Clinic> clinic, @Nullable String instructor, Instant now) {
        return of(clinic, instructor, null, now);
    }

    /** Without who else has a place. */
    static ClinicView ofStudent(
            Versioned<Clinic> clinic, @Nullable String instructor, String studentId, Instant now) {
        return of(clinic, instructor, studentId, now);
    }

    private static ClinicView of(
            Versioned<Clinic> clinic,
            @Nullable String instructor,
            @Nullable String studentId,
            Instant now) {
        Clinic state = clinic.state();
        ClinicPlan plan = state.planned();
        return new ClinicView(
                clinic.id(),
                state.cohortId(),
                plan.kind(),
                plan.title(),
                plan.instructorId(),
                instructor,
                plan.written(plan.starts()),
                plan.written(plan.ends()),
                plan.timeZone(),
                plan.minutes(),
                plan.capacity(),
                plan.place(),
                plan.writtenOrNull(plan.bookUntil()),
                plan.writtenOrNull(plan.cancelUntil()),
                Gone.of(state.cancellation()),
                state.note(),
                IntStream.range(0, state.slots().size())
                        .mapToObj(slot -> slot(state, slot, studentId == null, now))
                        .toList(),
                studentId == null ? null : Mine.of(state, studentId, now),
                clinic.version());
    }

    private static SlotView slot(Clinic clinic, int index, boolean isForStaff, Instant now) {
        ClinicPlan plan = clinic.planned();
        Clinic.Slot slot = clinic.slots().get(index);
        return new SlotView(
                Clinic.nameOf(index),
                plan.written(plan.startsOf(index)),
                plan.written(plan.endsOf(index)),
                slot.booked().size(),
                clinic.takesPlace(index) && now.isBefore(plan.bookingCloses(index)),
                Gone.of(slot.cancellation()),
                isForStaff ? places(slot, clinic.feedback()) : null);
    }

    private static List<Place> places(Clinic.Slot slot, Map<String, Clinic.Feedback> feedback) {
        return slot.booked().entrySet().stream()
                .map(
                        each ->
                                new Place(
                                        each.getKey(),
                                        each.getValue(),
                                        feedback.containsKey(each.getKey())))
                .toList();
    }
}
