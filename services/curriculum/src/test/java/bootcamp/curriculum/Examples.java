package bootcamp.curriculum;

import static bootcamp.curriculum.Plans.COHORT;

import bootcamp.curriculum.CurriculumEvent.OfLecture;
import bootcamp.curriculum.lecture.CancellationReason;
import bootcamp.curriculum.lecture.Lecture;
import bootcamp.curriculum.lecture.LectureCommand;
import bootcamp.curriculum.lecture.LectureCommand.ApplyDue;
import bootcamp.curriculum.lecture.LectureCommand.CancelLecture;
import bootcamp.curriculum.lecture.LectureCommand.ConfirmSeat;
import bootcamp.curriculum.lecture.LectureCommand.DraftLecture;
import bootcamp.curriculum.lecture.LectureCommand.EditLecture;
import bootcamp.curriculum.lecture.LectureCommand.GiveUp;
import bootcamp.curriculum.lecture.LectureCommand.MarkAttendance;
import bootcamp.curriculum.lecture.LectureCommand.PublishLecture;
import bootcamp.curriculum.lecture.LectureCommand.Register;
import bootcamp.curriculum.lecture.LectureCommand.ReleaseStudents;
import bootcamp.curriculum.lecture.LecturePlan;
import bootcamp.platform.aggregate.AggregatesInMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One story in which everything happens that can happen to a lecture, so that each kind of change
 * has a record. It has no chance and no clock in it: told again, it is the same to the byte.
 */
final class Examples {

    private static final int PARTITIONS = 12;
    private static final String FIRST = "lecture-first";
    private static final String SECOND = "lecture-second";

    private final List<ProducerRecord<String, byte[]>> said = new ArrayList<>();
    private Instant now = Plans.NOW;
    private final AggregatesInMemory<Lecture, LectureCommand, OfLecture> lectures =
            new AggregatesInMemory<>(
                    Lecture.TYPE, CurriculumApplication.NAME, PARTITIONS, this::now, said::add);

    private Examples() {}

    private Instant now() {
        return now;
    }

    /** The records in the order in which they were written. */
    static List<ProducerRecord<String, byte[]>> records() {
        Examples story = new Examples();
        story.told();
        return List.copyOf(story.said);
    }

    /** What is sent again where nothing is new: the state without changes. */
    static List<ProducerRecord<String, byte[]>> repeated() {
        Examples story = new Examples();
        story.told();
        return List.of(story.lectures.repeated(FIRST));
    }

    private void told() {
        LecturePlan plan = Plans.seats(2);
        does(FIRST, new DraftLecture(plan, Plans.staff(now)));
        LecturePlan wider =
                Plans.with(
                        plan, List.of(COHORT, "cohort-second"), plan.title(), plan.startsAt(), 2);
        does(FIRST, new EditLecture(plan, wider, Plans.staff(now)));
        does(FIRST, new PublishLecture(Plans.staff(now)));
        does(FIRST, register(1));
        does(FIRST, register(2));
        does(FIRST, register(3));
        does(FIRST, register(4));
        does(FIRST, new GiveUp("student-4", now));
        does(FIRST, new GiveUp("student-1", now));
        does(FIRST, new ConfirmSeat("student-3", now));
        does(FIRST, register(1));
        does(FIRST, new ReleaseStudents(Set.of("student-2"), now));
        now = now.plus(Duration.ofHours(24));
        does(FIRST, new ApplyDue(now));
        now = Plans.STARTS.plus(Duration.ofMinutes(15));
        does(FIRST, new MarkAttendance("student-3", false, Plans.staff(now)));
        now = Plans.ENDS;
        does(FIRST, new ApplyDue(now));
        now = Plans.NOW;
        does(SECOND, new DraftLecture(plan, Plans.staff(now)));
        does(SECOND, new PublishLecture(Plans.staff(now)));
        does(
                SECOND,
                new CancelLecture(
                        CancellationReason.SPEAKER_UNAVAILABLE, "is ill", Plans.staff(now)));
    }

    private Register register(int student) {
        return new Register("student-" + student, Set.of(COHORT), Set.of(COHORT), now);
    }

    private void does(String lectureId, LectureCommand command) {
        lectures.transact(lectureId, command)
                .ifPresent(
                        refusal -> {
                            throw new AssertionError(command + " was refused: " + refusal.code());
                        });
        now = now.plus(Duration.ofMinutes(5));
    }
}
