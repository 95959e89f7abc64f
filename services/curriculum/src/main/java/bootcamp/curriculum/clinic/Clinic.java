package bootcamp.curriculum.clinic;

import bootcamp.curriculum.CurriculumEvent.ClinicCancelled;
import bootcamp.curriculum.CurriculumEvent.ClinicEdited;
import bootcamp.curriculum.CurriculumEvent.ClinicFeedbackGiven;
import bootcamp.curriculum.CurriculumEvent.ClinicFeedbackTakenBack;
import bootcamp.curriculum.CurriculumEvent.ClinicOpened;
import bootcamp.curriculum.CurriculumEvent.ClinicPlaceBooked;
import bootcamp.curriculum.CurriculumEvent.ClinicPlaceGivenUp;
import bootcamp.curriculum.CurriculumEvent.OfClinic;
import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.clinic.ClinicCommand.BookPlace;
import bootcamp.curriculum.clinic.ClinicCommand.CancelClinic;
import bootcamp.curriculum.clinic.ClinicCommand.EditClinic;
import bootcamp.curriculum.clinic.ClinicCommand.FollowSession;
import bootcamp.curriculum.clinic.ClinicCommand.GiveFeedback;
import bootcamp.curriculum.clinic.ClinicCommand.GiveUpPlace;
import bootcamp.curriculum.clinic.ClinicCommand.OpenClinic;
import bootcamp.curriculum.clinic.ClinicCommand.ReleaseStudents;
import bootcamp.curriculum.clinic.ClinicCommand.TakeFeedbackBack;
import bootcamp.curriculum.lecture.Because;
import bootcamp.platform.aggregate.AggregateType;
import bootcamp.platform.aggregate.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A practitioner's slots one after the other, who has a place in which, and what they were told.
 * All of it is one document, so that a student has one place in it at most, and moves from one to
 * another without being without one.
 *
 * <p>The practitioner's time is owned by the bookings of the week: a session of the same id takes
 * it. Where that session is elsewhere than the clinic says, the clinic follows.
 *
 * @param cohortId empty where nobody has opened it
 * @param plan null: nobody has opened it
 * @param slots in the order of time, named by their place from 1
 * @param cancellation null: it takes place
 * @param note what staff said of the last edit; null: nothing
 * @param feedback by student
 * @param staffChanges by student, the latest last: what staff did last to the place of a student
 *     who has not done anything about it since
 */
public record Clinic(
        String clinicId,
        String cohortId,
        @Nullable ClinicPlan plan,
        List<Slot> slots,
        @Nullable Cancellation cancellation,
        @Nullable Note note,
        Map<String, Feedback> feedback,
        Map<String, StaffChange> staffChanges) {

    public static final int FEEDBACK_CHARS_MAX = 4_000;
    public static final int REASON_CHARS_MAX = 500;

    /** Of those who gave up their places, too: with the longest texts some 1.6 MB. */
    static final int FEEDBACK_MAX = 100;

    /** Above this, the oldest is forgotten. */
    static final int STAFF_CHANGES_MAX = 200;

    public static final AggregateType<Clinic, ClinicCommand, OfClinic> TYPE =
            new AggregateType<>(
                    "Clinic",
                    1,
                    Clinic.class,
                    Map.of(
                            "ClinicOpened", ClinicOpened.class,
                            "ClinicEdited", ClinicEdited.class,
                            "ClinicCancelled", ClinicCancelled.class,
                            "ClinicPlaceBooked", ClinicPlaceBooked.class,
                            "ClinicPlaceGivenUp", ClinicPlaceGivenUp.class,
                            "ClinicFeedbackGiven", ClinicFeedbackGiven.class,
                            "ClinicFeedbackTakenBack", ClinicFeedbackTakenBack.class),
                    Clinic::initial,
                    Clinic::decide,
                    Clinic::evolve,
                    Clinic::publicState,
                    Clinic::publicChange,
                    Clinic::cohortId);

    public Clinic {
        slots = List.copyOf(slots);
        feedback = Collections.unmodifiableMap(feedback);
        // A document that was written before there were any has none.
        staffChanges =
                Collections.unmodifiableMap(Objects.requireNonNullElse(staffChanges, Map.of()));
    }

    /**
     * @param booked when each got the place, by student, in the order of booking
     * @param cancellation null: it takes place, unless all of the clinic does not
     */
    public record Slot(Map<String, Instant> booked, @Nullable Cancellation cancellation) {

        public Slot {
            booked = Collections.unmodifiableMap(booked);
        }

        static Slot free() {
            return new Slot(Map.of(), null);
        }
    }

    /**
     * @param reason null: not said
     * @param by name of the account; null: its session was cancelled
     */
    public record Cancellation(Instant at, @Nullable String reason, @Nullable String by) {}

    /** What staff said of an edit. */
    public record Note(Instant at, String text) {}

    /** What a student was told. */
    public record Feedback(Instant at, String text) {}

    /**
     * That a place is elsewhere or at another time, or that it was taken away.
     *
     * @param slotId where the place is, or was
     */
    public record StaffChange(String slotId, boolean removed, Instant at) {}

    public static Clinic initial(String clinicId) {
        return new Clinic(clinicId, "", null, List.of(), null, null, Map.of(), Map.of());
    }

    // ---- decide

    public Decision<OfClinic> decide(ClinicCommand command) {
        if (plan == null && !(command instanceof OpenClinic)) {
            return Decision.refuses(ClinicRefusal.Now.CLINIC_NOT_FOUND);
        }
        return switch (command) {
            case OpenClinic open -> open(open);
            case EditClinic edit -> edit(edit);
            case FollowSession follow -> follow(follow);
            case CancelClinic cancel -> cancel(cancel);
            case BookPlace book -> book(book);
            case GiveUpPlace giveUp -> giveUp(giveUp);
            case ReleaseStudents release -> release(release);
            case GiveFeedback give -> give(give);
            case TakeFeedbackBack back ->
                    feedback.containsKey(back.studentId())
                            ? Decision.yields(
                                    new ClinicFeedbackTakenBack(back.studentId(), back.at()))
                            : Decision.staysQuiet();
        };
    }

    private Decision<OfClinic> open(OpenClinic open) {
        if (plan != null) {
            return Decision.refuses(ClinicRefusal.Now.CLINIC_EXISTS);
        }
        return open.plan().isSound()
                ? Decision.yields(new ClinicOpened(open.cohortId(), open.plan(), open.stamp()))
                : Decision.refuses(ClinicRefusal.Now.CLINIC_UNSOUND);
    }

    private Decision<OfClinic> edit(EditClinic edit) {
        if (cancellation != null) {
            return Decision.refuses(ClinicRefusal.Now.CLINIC_CANCELLED);
        }
        if (planned().equals(edit.after())) {
            return Decision.staysQuiet();
        }
        if (!planned().equals(edit.before())) {
            return Decision.refuses(ClinicRefusal.Now.PLAN_CHANGED);
        }
        return edit.after().isSound() && edit.after().slots() == planned().slots()
                ? Decision.yields(
                        new ClinicEdited(
                                edit.after(), edit.reason(), edit.stamp().at(), edit.stamp().by()))
                : Decision.refuses(ClinicRefusal.Now.CLINIC_UNSOUND);
    }

    private Decision<OfClinic> follow(FollowSession follow) {
        ClinicPlan after = planned().following(follow.session());
        return after.equals(planned()) || cancellation != null
                ? Decision.staysQuiet()
                : Decision.yields(new ClinicEdited(after, null, follow.at(), null));
    }

    private Decision<OfClinic> cancel(CancelClinic cancel) {
        String slotId = cancel.slotId();
        if (slotId != null && indexOf(slotId) < 0) {
            return Decision.refuses(ClinicRefusal.Now.CLINIC_SLOT_UNKNOWN);
        }
        boolean isSo =
                cancellation != null
                        || slotId != null && slots.get(indexOf(slotId)).cancellation() != null;
        return isSo
                ? Decision.staysQuiet()
                : Decision.yields(
                        new ClinicCancelled(slotId, cancel.reason(), cancel.at(), cancel.by()));
    }

    private Decision<OfClinic> book(BookPlace book) {
        int wanted = indexOf(book.slotId());
        if (wanted < 0) {
            return Decision.refuses(ClinicRefusal.Now.CLINIC_SLOT_UNKNOWN);
        }
        if (!takesPlace(wanted)) {
            return Decision.refuses(ClinicRefusal.Now.CLINIC_CANCELLED);
        }
        int present = slotOf(book.studentId());
        if (present == wanted) {
            return Decision.staysQuiet();
        }
        Instant closes = planned().bookingCloses(wanted);
        if (!book.byStaff() && !book.at().isBefore(closes)) {
            return Decision.refuses(new ClinicRefusal.BookingClosed(planned().written(closes)));
        }
        if (!book.byStaff() && present >= 0 && !mayGiveUp(present, book.at())) {
            return Decision.refuses(cancellingClosed(present));
        }
        return slots.get(wanted).booked().size() >= planned().capacity()
                ? Decision.refuses(ClinicRefusal.Now.CLINIC_SLOT_FULL)
                : Decision.yields(
                        new ClinicPlaceBooked(
                                book.slotId(),
                                book.studentId(),
                                present < 0 ? null : nameOf(present),
                                book.byStaff(),
                                book.at()));
    }

    private boolean mayGiveUp(int slot, Instant at) {
        return at.isBefore(planned().cancellingCloses(slot));
    }

    private ClinicRefusal cancellingClosed(int slot) {
        return new ClinicRefusal.CancellingClosed(
                planned().written(planned().cancellingCloses(slot)));
    }

    private Decision<OfClinic> giveUp(GiveUpPlace giveUp) {
        int present = slotOf(giveUp.studentId());
        if (present < 0) {
            return Decision.staysQuiet();
        }
        return giveUp.byStaff() || mayGiveUp(present, giveUp.at())
                ? Decision.yields(
                        new ClinicPlaceGivenUp(
                                nameOf(present),
                                giveUp.studentId(),
                                giveUp.byStaff() ? Because.REMOVED : Because.CANCELLED,
                                giveUp.at()))
                : Decision.refuses(cancellingClosed(present));
    }

    private Decision<OfClinic> release(ReleaseStudents release) {
        List<OfClinic> freed = new ArrayList<>();
        for (String studentId : release.studentIds().stream().sorted().toList()) {
            int present = slotOf(studentId);
            if (present >= 0 && release.at().isBefore(planned().startsOf(present))) {
                freed.add(
                        new ClinicPlaceGivenUp(
                                nameOf(present), studentId, Because.WITHDREW, release.at()));
            }
        }
        return freed.isEmpty() ? Decision.staysQuiet() : Decision.yields(freed);
    }

    private Decision<OfClinic> give(GiveFeedback give) {
        Feedback before = feedback.get(give.studentId());
        if (before == null && slotOf(give.studentId()) < 0) {
            return Decision.refuses(ClinicRefusal.Now.CLINIC_NOT_BOOKED);
        }
        if (before != null && before.text().equals(give.text())) {
            return Decision.staysQuiet();
        }
        return before == null && feedback.size() >= FEEDBACK_MAX
                ? Decision.refuses(ClinicRefusal.Now.CLINIC_FEEDBACK_FULL)
                : Decision.yields(
                        new ClinicFeedbackGiven(give.studentId(), give.text(), give.stamp()));
    }

    // ---- evolve

    public Clinic evolve(OfClinic fact) {
        return switch (fact) {
            case ClinicOpened(var cohort, var opened, var _) ->
                    new Clinic(
                            clinicId,
                            cohort,
                            opened,
                            Collections.nCopies(opened.slots(), Slot.free()),
                            null,
                            null,
                            Map.of(),
                            Map.of());
            case ClinicEdited(var after, var reason, var at, var _) ->
                    new Clinic(
                            clinicId,
                            cohortId,
                            after,
                            slots,
                            cancellation,
                            reason == null ? note : new Note(at, reason),
                            feedback,
                            movedTo(after, at));
            case ClinicCancelled(var slotId, var reason, var at, var by) ->
                    cancelled(slotId, new Cancellation(at, reason, by));
            case ClinicPlaceBooked(var slotId, var studentId, var from, var byStaff, var at) -> {
                boolean isMove = from != null || lostSlotOf(studentId) >= 0;
                Clinic left = from == null ? this : without(from, studentId);
                yield left.with(slotId, studentId, at)
                        .noted(
                                studentId,
                                byStaff && isMove ? new StaffChange(slotId, false, at) : null);
            }
            case ClinicPlaceGivenUp(var slotId, var studentId, var because, var at) ->
                    without(slotId, studentId)
                            .noted(
                                    studentId,
                                    because == Because.REMOVED
                                            ? new StaffChange(slotId, true, at)
                                            : null);
            case ClinicFeedbackGiven(var studentId, var text, var stamp) -> {
                Map<String, Feedback> next = new LinkedHashMap<>(feedback);
                next.put(studentId, new Feedback(stamp.at(), text));
                yield told(next);
            }
            case ClinicFeedbackTakenBack(var studentId, var _) -> {
                Map<String, Feedback> next = new LinkedHashMap<>(feedback);
                next.remove(studentId);
                yield told(next);
            }
        };
    }

    private Clinic cancelled(@Nullable String slotId, Cancellation gone) {
        Map<String, StaffChange> left = new LinkedHashMap<>(staffChanges);
        // That it had been moved before is of no use to anybody any more.
        left.values()
                .removeIf(
                        each ->
                                !each.removed()
                                        && (slotId == null || slotId.equals(each.slotId())));
        Clinic after =
                slotId == null
                        ? new Clinic(
                                clinicId, cohortId, plan, slots, gone, note, feedback, staffChanges)
                        : changed(slotId, new Slot(slots.get(indexOf(slotId)).booked(), gone));
        return after.noted(left);
    }

    /** What is to be noted where the plan is this one: of each whose slot has another time. */
    private Map<String, StaffChange> movedTo(ClinicPlan after, Instant at) {
        Map<String, StaffChange> next = new LinkedHashMap<>(staffChanges);
        for (int slot = 0; slot < slots.size(); slot++) {
            boolean isMoved =
                    !planned().startsOf(slot).equals(after.startsOf(slot))
                            || !planned().endsOf(slot).equals(after.endsOf(slot));
            if (isMoved && takesPlace(slot)) {
                StaffChange change = new StaffChange(nameOf(slot), false, at);
                slots.get(slot).booked().keySet().forEach(each -> putLast(next, each, change));
            }
        }
        return next;
    }

    private static void putLast(
            Map<String, StaffChange> into, String studentId, StaffChange change) {
        into.remove(studentId);
        into.put(studentId, change);
        if (into.size() > STAFF_CHANGES_MAX) {
            into.remove(into.keySet().iterator().next());
        }
    }

    /**
     * @param change null: the student did something about it
     */
    private Clinic noted(String studentId, @Nullable StaffChange change) {
        Map<String, StaffChange> next = new LinkedHashMap<>(staffChanges);
        if (change == null) {
            next.remove(studentId);
        } else {
            putLast(next, studentId, change);
        }
        return noted(next);
    }

    private Clinic noted(Map<String, StaffChange> next) {
        return new Clinic(clinicId, cohortId, plan, slots, cancellation, note, feedback, next);
    }

    private Clinic with(String slotId, String studentId, Instant at) {
        Slot slot = slots.get(indexOf(slotId));
        Map<String, Instant> booked = new LinkedHashMap<>(slot.booked());
        booked.put(studentId, at);
        return changed(slotId, new Slot(booked, slot.cancellation()));
    }

    private Clinic without(String slotId, String studentId) {
        Slot slot = slots.get(indexOf(slotId));
        Map<String, Instant> booked = new LinkedHashMap<>(slot.booked());
        booked.remove(studentId);
        return changed(slotId, new Slot(booked, slot.cancellation()));
    }

    private Clinic changed(String slotId, Slot slot) {
        List<Slot> next = new ArrayList<>(slots);
        next.set(indexOf(slotId), slot);
        return new Clinic(
                clinicId, cohortId, plan, next, cancellation, note, feedback, staffChanges);
    }

    private Clinic told(Map<String, Feedback> next) {
        return new Clinic(clinicId, cohortId, plan, slots, cancellation, note, next, staffChanges);
    }

    // ---- queries

    /** Of a clinic that somebody has opened. */
    public ClinicPlan planned() {
        return Objects.requireNonNull(plan, "nobody has opened this clinic");
    }

    static String nameOf(int slot) {
        return String.valueOf(slot + 1);
    }

    /** From 0; -1: there is no such slot. */
    private int indexOf(String slotId) {
        return IntStream.range(0, slots.size())
                .filter(slot -> nameOf(slot).equals(slotId))
                .findFirst()
                .orElse(-1);
    }

    boolean takesPlace(int slot) {
        return cancellation == null && slots.get(slot).cancellation() == null;
    }

    /**
     * Where the student has a place: in a slot that takes place, from 0; -1: in none. One of a
     * cancelled slot is none.
     */
    public int slotOf(String studentId) {
        return IntStream.range(0, slots.size())
                .filter(this::takesPlace)
                .filter(slot -> slots.get(slot).booked().containsKey(studentId))
                .findFirst()
                .orElse(-1);
    }

    /** What became of the slot; null: it takes place. */
    public @Nullable Cancellation cancellationOf(int slot) {
        Cancellation ofSlot = slots.get(slot).cancellation();
        return ofSlot == null ? cancellation : ofSlot;
    }

    /** The last cancelled slot in which the student had a place, from 0; -1: in none. */
    public int lostSlotOf(String studentId) {
        return IntStream.range(0, slots.size())
                .filter(slot -> !takesPlace(slot))
                .filter(slot -> slots.get(slot).booked().containsKey(studentId))
                .max()
                .orElse(-1);
    }

    /** Students with a place in a slot that takes place and has not begun. */
    Set<String> awaited(Instant now) {
        Set<String> awaited = new HashSet<>();
        for (int slot = 0; slot < slots.size(); slot++) {
            if (takesPlace(slot) && now.isBefore(planned().startsOf(slot))) {
                awaited.addAll(slots.get(slot).booked().keySet());
            }
        }
        return awaited;
    }

    /** Whether the student has, or had, a place in a slot that has begun. */
    boolean wasFor(String studentId, Instant now) {
        int slot = slotOf(studentId);
        return slot >= 0 && !now.isBefore(planned().startsOf(slot));
    }

    /** What the world may see of a clinic: ids, times and figures, and no text. */
    public record Public(
            String clinicId,
            String cohortId,
            ClinicKind kind,
            String title,
            String instructorId,
            String timeZone,
            String startsAt,
            String endsAt,
            @Nullable String bookUntil,
            @Nullable String cancelUntil,
            int capacity,
            boolean cancelled,
            List<PublicSlot> slots,
            List<String> toldStudentIds,
            List<PublicStaffChange> staffChanges) {}

    /**
     * @param cancelledAt null: it takes place
     * @param booked students who have a place
     */
    public record PublicSlot(
            String slotId,
            String startsAt,
            String endsAt,
            boolean cancelled,
            @Nullable Instant cancelledAt,
            List<String> booked) {}

    /** What staff did last to the place of a student, who has done nothing about it since. */
    public record PublicStaffChange(String studentId, String slotId, boolean removed, Instant at) {}

    public Public publicState() {
        ClinicPlan.Public shown = planned().published();
        return new Public(
                clinicId,
                cohortId,
                shown.kind(),
                shown.title(),
                shown.instructorId(),
                shown.timeZone(),
                shown.startsAt(),
                shown.endsAt(),
                shown.bookUntil(),
                shown.cancelUntil(),
                shown.capacity(),
                cancellation != null,
                IntStream.range(0, slots.size()).mapToObj(this::published).toList(),
                List.copyOf(feedback.keySet()),
                staffChanges.entrySet().stream()
                        .map(each -> published(each.getKey(), each.getValue()))
                        .toList());
    }

    private static PublicStaffChange published(String studentId, StaffChange change) {
        return new PublicStaffChange(studentId, change.slotId(), change.removed(), change.at());
    }

    private PublicSlot published(int slot) {
        Cancellation gone = cancellationOf(slot);
        return new PublicSlot(
                nameOf(slot),
                planned().written(planned().startsOf(slot)),
                planned().written(planned().endsOf(slot)),
                gone != null,
                gone == null ? null : gone.at(),
                List.copyOf(slots.get(slot).booked().keySet()));
    }

    /** That it was opened, as it is published. */
    record PublicOpening(ClinicPlan.Public plan, Stamp stamp) {}

    /** An edit, as it is published. */
    record PublicEdit(ClinicPlan.Public plan, Instant at) {}

    /** That it, or a slot of it, was cancelled, as it is published. */
    record PublicCancellation(@Nullable String slotId, Instant at) {}

    /** That somebody was told something, as it is published. */
    record PublicFeedback(String studentId, Stamp stamp) {}

    static Object publicChange(OfClinic fact) {
        return switch (fact) {
            case ClinicOpened(var _, var opened, var stamp) ->
                    new PublicOpening(opened.published(), stamp);
            case ClinicEdited(var after, var _, var at, var _) ->
                    new PublicEdit(after.published(), at);
            case ClinicCancelled(var slotId, var _, var at, var _) ->
                    new PublicCancellation(slotId, at);
            case ClinicFeedbackGiven(var studentId, var _, var stamp) ->
                    new PublicFeedback(studentId, stamp);
            case ClinicPlaceBooked _, ClinicPlaceGivenUp _, ClinicFeedbackTakenBack _ -> fact;
        };
    }
}
