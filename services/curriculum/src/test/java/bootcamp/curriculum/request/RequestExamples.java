package bootcamp.curriculum.request;

import static bootcamp.curriculum.Plans.COHORT;

import bootcamp.curriculum.CurriculumApplication;
import bootcamp.curriculum.CurriculumEvent.OfAttendanceRequest;
import bootcamp.curriculum.Plans;
import bootcamp.curriculum.attendance.Excuse;
import bootcamp.curriculum.attendance.Mark;
import bootcamp.curriculum.request.RequestCommand.AcceptRequest;
import bootcamp.curriculum.request.RequestCommand.AskForDay;
import bootcamp.curriculum.request.RequestCommand.AttachEvidence;
import bootcamp.curriculum.request.RequestCommand.EraseRequester;
import bootcamp.curriculum.request.RequestCommand.NoteEntered;
import bootcamp.curriculum.request.RequestCommand.RefuseRequest;
import bootcamp.curriculum.request.RequestCommand.TakeRequestBack;
import bootcamp.platform.aggregate.AggregatesInMemory;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What is said of attendance requests: one story for the examples, and any number by chance. */
public final class RequestExamples {

    /** In no record that leaves. */
    public static final String CANARY = "canary-of-a-reason";

    private static final int PARTITIONS = 12;
    private static final int STEPS = 60;
    private static final LocalDate DAY = LocalDate.parse("2024-03-04");
    private static final String FIRST = "request-first";

    private final List<ProducerRecord<String, byte[]>> said = new ArrayList<>();
    private Instant now = Plans.NOW;
    private final AggregatesInMemory<AttendanceRequest, RequestCommand, OfAttendanceRequest>
            requests =
                    new AggregatesInMemory<>(
                            AttendanceRequest.TYPE,
                            CurriculumApplication.NAME,
                            PARTITIONS,
                            this::now,
                            said::add);

    private RequestExamples() {}

    private Instant now() {
        return now;
    }

    /** The records in the order in which they were written. */
    public static List<ProducerRecord<String, byte[]>> records() {
        RequestExamples story = new RequestExamples();
        story.told();
        return List.copyOf(story.said);
    }

    /** What is sent again where nothing is new: the state without changes. */
    public static List<ProducerRecord<String, byte[]>> repeated() {
        RequestExamples story = new RequestExamples();
        story.told();
        return List.of(story.requests.repeated(FIRST));
    }

    /** By chance; the same for a seed. */
    public static List<ProducerRecord<String, byte[]>> of(long seed) {
        RequestExamples history = new RequestExamples();
        Random random = new Random(seed);
        for (int i = 0; i < STEPS; i++) {
            history.now = history.now.plusSeconds(random.nextInt(40_000));
            history.requests.transact(
                    "request-" + random.nextInt(12), history.any(random, random.nextInt(5)));
        }
        return List.copyOf(history.said);
    }

    private RequestCommand any(Random random, int student) {
        return switch (random.nextInt(12)) {
            case 0 -> new AttachEvidence(evidence());
            case 1 -> new TakeRequestBack(now);
            case 2, 3 -> new AcceptRequest(List.of(Mark.EXCUSED), CANARY, Plans.staff(now));
            case 4 -> new RefuseRequest(CANARY, Plans.staff(now));
            case 5 -> new NoteEntered(List.of(Mark.ABSENT), now);
            case 6 ->
                    random.nextInt(4) == 0
                            ? new EraseRequester(now)
                            : new AttachEvidence(evidence());
            default -> asked(random.nextInt(2), "student-" + student);
        };
    }

    private Evidence evidence() {
        return new Evidence("file-of-it", CANARY, "application/pdf", 1_000, now);
    }

    private void told() {
        does(FIRST, asked(0, "student-1"));
        does(FIRST, new AttachEvidence(evidence()));
        does(FIRST, new AcceptRequest(List.of(Mark.LATE), CANARY, Plans.staff(now)));
        does(FIRST, new NoteEntered(List.of(Mark.LATE), now));
        does("request-second", asked(1, "student-2"));
        does("request-second", new RefuseRequest(CANARY, Plans.staff(now)));
        does("request-third", asked(1, "student-3"));
        does("request-third", new TakeRequestBack(now));
        does("request-fourth", asked(1, "student-4"));
        does("request-fourth", new EraseRequester(now));
    }

    private AskForDay asked(int kind, String student) {
        boolean correction = kind == 0;
        return new AskForDay(
                COHORT,
                student,
                DAY,
                correction ? RequestKind.CORRECTION : RequestKind.EXCUSED,
                CANARY,
                correction ? null : Excuse.SICK,
                correction ? LocalTime.parse("09:20") : null,
                null,
                DAY.plusDays(3),
                now);
    }

    private void does(String requestId, RequestCommand command) {
        requests.transact(requestId, command)
                .ifPresent(
                        refusal -> {
                            throw new AssertionError(command + " was refused: " + refusal.code());
                        });
        now = now.plus(Duration.ofMinutes(5));
    }
}
