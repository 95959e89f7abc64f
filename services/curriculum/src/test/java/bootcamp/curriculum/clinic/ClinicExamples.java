package bootcamp.curriculum.clinic;

import static bootcamp.curriculum.Plans.COHORT;

import bootcamp.curriculum.CurriculumApplication;
import bootcamp.curriculum.CurriculumEvent.OfClinic;
import bootcamp.curriculum.Plans;
import bootcamp.curriculum.clinic.ClinicCommand.BookPlace;
import bootcamp.curriculum.clinic.ClinicCommand.CancelClinic;
import bootcamp.curriculum.clinic.ClinicCommand.EditClinic;
import bootcamp.curriculum.clinic.ClinicCommand.FollowSession;
import bootcamp.curriculum.clinic.ClinicCommand.GiveFeedback;
import bootcamp.curriculum.clinic.ClinicCommand.GiveUpPlace;
import bootcamp.curriculum.clinic.ClinicCommand.OpenClinic;
import bootcamp.curriculum.clinic.ClinicCommand.ReleaseStudents;
import bootcamp.curriculum.clinic.ClinicCommand.TakeFeedbackBack;
import bootcamp.platform.aggregate.AggregatesInMemory;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** What is said of clinics: one story for the examples, and any number by chance. */
public final class ClinicExamples {

    private static final int PARTITIONS = 12;
    private static final int STEPS = 80;
    private static final int STUDENTS = 6;
    private static final int SLOTS = 4;
    private static final String FIRST = "clinic-first";
    private static final String SECOND = "clinic-second";

    private final List<ProducerRecord<String, byte[]>> said = new ArrayList<>();
    private Instant now = Plans.NOW;
    private final AggregatesInMemory<Clinic, ClinicCommand, OfClinic> clinics =
            new AggregatesInMemory<>(
                    Clinic.TYPE, CurriculumApplication.NAME, PARTITIONS, this::now, said::add);

    private ClinicExamples() {}

    private Instant now() {
        return now;
    }

    /** On a Thursday in Seoul from 14:00: four slots of 30 minutes. */
    static ClinicPlan plan(int capacity) {
        return plan(capacity, "2024-03-14T14:00", null, null);
    }

    static ClinicPlan plan(
            int capacity,
            String startsAt,
            @Nullable String bookUntil,
            @Nullable String cancelUntil) {
        return new ClinicPlan(
                ClinicKind.RESUME_FEEDBACK,
                "이력서 피드백",
                "instructor-first",
                LocalDateTime.parse(startsAt),
                30,
                SLOTS,
                capacity,
                "Asia/Seoul",
                "Room 4",
                bookUntil == null ? null : LocalDateTime.parse(bookUntil),
                cancelUntil == null ? null : LocalDateTime.parse(cancelUntil));
    }

    /** The records in the order in which they were written. */
    public static List<ProducerRecord<String, byte[]>> records() {
        ClinicExamples story = new ClinicExamples();
        story.told();
        return List.copyOf(story.said);
    }

    /** What is sent again where nothing is new: the state without changes. */
    public static List<ProducerRecord<String, byte[]>> repeated() {
        ClinicExamples story = new ClinicExamples();
        story.told();
        return List.of(story.clinics.repeated(FIRST));
    }

    /** By chance; the same for a seed. */
    public static List<ProducerRecord<String, byte[]>> of(long seed) {
        ClinicExamples history = new ClinicExamples();
        Random random = new Random(seed);
        for (int i = 0; i < STEPS; i++) {
            history.now = history.now.plusSeconds(random.nextInt(4 * 3600));
            history.clinics.transact(
                    "clinic-" + random.nextInt(2),
                    history.any(random, "student-" + random.nextInt(STUDENTS)));
        }
        return List.copyOf(history.said);
    }

    private ClinicCommand any(Random random, String student) {
        return switch (random.nextInt(16)) {
            case 0, 1 -> new OpenClinic(COHORT, plan(1 + random.nextInt(2)), Plans.staff(now));
            case 2 ->
                    new EditClinic(
                            plan(1),
                            plan(2, "2024-03-14T15:00", "2024-03-14T12:00", null),
                            random.nextBoolean() ? "later" : null,
                            Plans.staff(now));
            case 3 -> new FollowSession(plan(1, "2024-03-15T09:00", null, null).session(), now);
            case 4 ->
                    new CancelClinic(
                            random.nextInt(9) == 0
                                    ? null
                                    : String.valueOf(1 + random.nextInt(SLOTS)),
                            "ill",
                            now,
                            random.nextBoolean() ? "staff" : null);
            case 5 -> new GiveUpPlace(student, random.nextBoolean(), now);
            case 6 -> new ReleaseStudents(Set.of(student), now);
            case 7, 8 -> new GiveFeedback(student, "told " + random.nextInt(3), Plans.staff(now));
            case 9 -> new TakeFeedbackBack(student, now);
            default ->
                    new BookPlace(
                            String.valueOf(1 + random.nextInt(SLOTS)),
                            student,
                            random.nextInt(4) == 0,
                            now);
        };
    }

    private void told() {
        does(FIRST, new OpenClinic(COHORT, plan(1), Plans.staff(now)));
        does(FIRST, new BookPlace("1", "student-1", false, now));
        does(FIRST, new BookPlace("2", "student-2", false, now));
        does(FIRST, new BookPlace("3", "student-1", false, now));
        does(FIRST, new GiveUpPlace("student-2", false, now));
        does(
                FIRST,
                new EditClinic(
                        plan(1),
                        plan(2, "2024-03-14T15:00", "2024-03-14T09:00", "2024-03-13T18:00"),
                        "an hour later",
                        Plans.staff(now)));
        does(FIRST, new BookPlace("2", "student-4", false, now));
        does(FIRST, new GiveUpPlace("student-4", true, now));
        does(FIRST, new CancelClinic("4", "one less", now, "account-of-staff"));
        does(FIRST, new GiveFeedback("student-1", "Begin with what you did.", Plans.staff(now)));
        does(SECOND, new OpenClinic(COHORT, plan(1), Plans.staff(now)));
        does(SECOND, new BookPlace("1", "student-3", true, now));
        does(SECOND, new GiveFeedback("student-3", "Not for you.", Plans.staff(now)));
        does(SECOND, new TakeFeedbackBack("student-3", now));
        does(SECOND, new ReleaseStudents(Set.of("student-3"), now));
        does(SECOND, new CancelClinic(null, "ill", now, "account-of-staff"));
    }

    private void does(String clinicId, ClinicCommand command) {
        clinics.transact(clinicId, command)
                .ifPresent(
                        refusal -> {
                            throw new AssertionError(command + " was refused: " + refusal.code());
                        });
        now = now.plus(Duration.ofMinutes(5));
    }
}
