package bootcamp.curriculum.lecture;

import static bootcamp.curriculum.Plans.COHORT;
import static bootcamp.curriculum.Plans.ENDS;
import static bootcamp.curriculum.Plans.NOW;
import static bootcamp.curriculum.Plans.STARTS;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumEvent.OfLecture;
import bootcamp.curriculum.Plans;
import bootcamp.curriculum.lecture.LectureCommand.ApplyDue;
import bootcamp.curriculum.lecture.LectureCommand.ConfirmSeat;
import bootcamp.curriculum.lecture.LectureCommand.DraftLecture;
import bootcamp.curriculum.lecture.LectureCommand.EditLecture;
import bootcamp.curriculum.lecture.LectureCommand.GiveUp;
import bootcamp.curriculum.lecture.LectureCommand.PublishLecture;
import bootcamp.curriculum.lecture.LectureCommand.Register;
import bootcamp.curriculum.lecture.LectureCommand.ReleaseStudents;
import bootcamp.curriculum.lecture.LectureCommand.RemoveStudent;
import bootcamp.platform.aggregate.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Whatever is done in whatever order, the seats are right: against rules that need no second look,
 * and against a model that keeps two plain lists and knows nothing of facts.
 */
class SeatPropertiesTest {

    private static final int STUDENTS = 9;

    enum What {
        REGISTER,
        GIVE_UP,
        CONFIRM,
        REMOVE,
        WITHDRAW,
        CAPACITY,
        WAIT
    }

    /**
     * @param student also the new capacity
     * @param minutes that pass before it
     */
    record Step(What what, int student, int minutes) {

        String id() {
            return "student-" + student;
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<What> what =
                Arbitraries.frequency(
                        Tuple.of(6, What.REGISTER),
                        Tuple.of(3, What.GIVE_UP),
                        Tuple.of(2, What.CONFIRM),
                        Tuple.of(1, What.REMOVE),
                        Tuple.of(1, What.WITHDRAW),
                        Tuple.of(2, What.CAPACITY),
                        Tuple.of(2, What.WAIT));
        Arbitrary<Integer> minutes =
                Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.just(0)),
                        Tuple.of(3, Arbitraries.integers().between(1, 90)),
                        Tuple.of(2, Arbitraries.integers().between(91, 1500)));
        return Combinators.combine(what, Arbitraries.integers().between(1, STUDENTS), minutes)
                .as(Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(80);
    }

    @Property(tries = 1000)
    void seatsAreRightWhateverIsDone(@ForAll("steps") List<Step> steps) {
        Lecture lecture = published();
        Model model = new Model();
        Instant now = NOW;
        for (Step step : steps) {
            now = now.plus(Duration.ofMinutes(step.minutes()));
            Lecture before = lecture;

            lecture = after(lecture, command(lecture, step, now));
            model.does(step, now);

            if (!lecture.equals(before)) {
                Lecture due = after(before, new ApplyDue(now));
                everySeatIsRight(before, due);
                everySeatIsRight(due, lecture);
            }
            assertThat(lecture.seats().taken().keySet().stream().toList())
                    .as("%s at %s", step, now)
                    .containsExactlyInAnyOrderElementsOf(model.seats.keySet());
            assertThat(List.copyOf(lecture.seats().queue().keySet())).isEqualTo(model.queue);
            Map<String, Instant> confirmBy = new LinkedHashMap<>();
            lecture.seats().taken().forEach((id, seat) -> confirmBy.put(id, or(seat.confirmBy())));
            assertThat(confirmBy).isEqualTo(model.seats);
        }
    }

    private static Instant or(@Nullable Instant confirmBy) {
        return confirmBy == null ? Model.FIRM : confirmBy;
    }

    private static Lecture published() {
        Lecture drafted =
                after(
                        Lecture.initial("lecture"),
                        new DraftLecture(Plans.seats(2), Plans.staff(NOW)));
        return after(drafted, new PublishLecture(Plans.staff(NOW)));
    }

    /** A refusal changes nothing. */
    private static Lecture after(Lecture lecture, LectureCommand command) {
        return switch (lecture.decide(command)) {
            case Decision.Accepted<OfLecture>(var facts) -> {
                Lecture next = lecture;
                for (OfLecture fact : facts) {
                    next = next.evolve(fact);
                }
                yield next;
            }
            case Decision.Refused<OfLecture> _ -> lecture;
        };
    }

    private static LectureCommand command(Lecture lecture, Step step, Instant now) {
        return switch (step.what()) {
            case REGISTER -> new Register(step.id(), Set.of(COHORT), Set.of(COHORT), now);
            case GIVE_UP -> new GiveUp(step.id(), now);
            case CONFIRM -> new ConfirmSeat(step.id(), now);
            case REMOVE -> new RemoveStudent(step.id(), Plans.staff(now));
            case WITHDRAW -> new ReleaseStudents(Set.of(step.id()), now);
            case CAPACITY ->
                    new EditLecture(
                            lecture.planned(),
                            Plans.with(lecture.planned(), step.student()),
                            Plans.staff(now));
            case WAIT -> new ApplyDue(now);
        };
    }

    // ---- what must hold, whatever the model says

    private static void everySeatIsRight(Lecture before, Lecture after) {
        Set<String> seated = after.seats().taken().keySet();
        List<String> queue = List.copyOf(after.seats().queue().keySet());
        int capacity = after.planned().capacity();

        if (seated.size() > capacity) {
            assertThat(before.seats().taken().keySet()).as("one seat too many").containsAll(seated);
        }
        if (after.status() == Status.PUBLISHED) {
            assertThat(queue.isEmpty() || seated.size() >= capacity)
                    .as("a free seat with somebody waiting")
                    .isTrue();
        }
        assertThat(Collections.disjoint(queue, seated)).as("nobody is in both").isTrue();
        theOrderIsThatOfQueueing(List.copyOf(before.seats().queue().keySet()), queue, seated);
    }

    /** Who still waits does so in the same order, and nobody was passed over for a seat. */
    private static void theOrderIsThatOfQueueing(
            List<String> before, List<String> after, Set<String> seated) {
        List<String> stayed = before.stream().filter(after::contains).toList();
        assertThat(after.subList(0, stayed.size())).isEqualTo(stayed);
        boolean somebodyStayed = false;
        for (String each : before) {
            assertThat(somebodyStayed && seated.contains(each)).as("passed over").isFalse();
            somebodyStayed |= after.contains(each);
        }
    }

    // ---- the model

    /** Two lists and the rules, one after another. */
    private static final class Model {

        static final Instant FIRM = Instant.MAX;

        private final Map<String, Instant> seats = new LinkedHashMap<>();
        private final List<String> queue = new ArrayList<>();
        private int capacity = 2;
        private boolean over;

        void does(Step step, Instant now) {
            Map<String, Instant> seatsBefore = new LinkedHashMap<>(seats);
            List<String> queueBefore = new ArrayList<>(queue);
            boolean overBefore = over;
            time(now);
            if (isAllowed(step, now)) {
                act(step);
                if (!over) {
                    fill(now);
                }
            } else {
                seats.clear();
                seats.putAll(seatsBefore);
                queue.clear();
                queue.addAll(queueBefore);
                over = overBefore;
            }
        }

        private void time(Instant now) {
            if (over) {
                return;
            }
            List<String> byDeadline = new ArrayList<>(seats.keySet());
            byDeadline.sort((one, other) -> deadlineOf(one).compareTo(deadlineOf(other)));
            for (String student : byDeadline) {
                if (deadlineOf(student).isAfter(now)) {
                    continue;
                }
                if (!queue.isEmpty() && seats.size() <= capacity && now.isBefore(STARTS)) {
                    seats.remove(student);
                    fill(now);
                } else {
                    seats.put(student, FIRM);
                }
            }
            over = !now.isBefore(ENDS);
        }

        private boolean isAllowed(Step step, Instant now) {
            boolean seated = seats.containsKey(step.id());
            boolean waits = queue.contains(step.id());
            return switch (step.what()) {
                case REGISTER -> seated || waits || !over && now.isBefore(STARTS);
                case GIVE_UP -> !seated && !waits || !over && (waits || now.isBefore(STARTS));
                case CONFIRM -> seated && (!over || deadlineOf(step.id()).equals(FIRM));
                case REMOVE -> !seated && !waits || !over;
                case CAPACITY -> !over || step.student() == capacity;
                case WITHDRAW -> {
                    withdraws = !over && now.isBefore(STARTS);
                    yield true;
                }
                case WAIT -> true;
            };
        }

        private boolean withdraws;

        private void act(Step step) {
            switch (step.what()) {
                case REGISTER -> {
                    if (!seats.containsKey(step.id()) && !queue.contains(step.id())) {
                        if (queue.isEmpty() && seats.size() < capacity) {
                            seats.put(step.id(), FIRM);
                        } else {
                            queue.add(step.id());
                        }
                    }
                }
                case GIVE_UP, REMOVE -> leave(step.id());
                case WITHDRAW -> {
                    if (withdraws) {
                        leave(step.id());
                    }
                }
                case CONFIRM -> seats.put(step.id(), FIRM);
                case CAPACITY -> capacity = step.student();
                case WAIT -> {}
            }
        }

        private Instant deadlineOf(String student) {
            return seats.getOrDefault(student, FIRM);
        }

        private void leave(String student) {
            seats.remove(student);
            queue.remove(student);
        }

        private void fill(Instant now) {
            while (!queue.isEmpty() && seats.size() < capacity) {
                seats.put(queue.removeFirst(), deadline(now));
            }
        }

        /** In minutes, as the ruling says it. */
        private static Instant deadline(Instant now) {
            long secondsLeft = Duration.between(now, STARTS).toSeconds();
            if (secondsLeft <= 60 * 60) {
                return FIRM;
            }
            long seconds = Math.max(15 * 60, Math.min(24 * 60 * 60, secondsLeft / 4));
            return now.plusSeconds(seconds);
        }
    }
}
