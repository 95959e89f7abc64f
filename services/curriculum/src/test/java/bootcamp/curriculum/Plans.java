package bootcamp.curriculum;

import bootcamp.curriculum.CurriculumEvent.Stamp;
import bootcamp.curriculum.lecture.LecturePlan;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lectures as tests plan them: a Thursday evening in Seoul, ten days ahead. */
public final class Plans {

    /** Noon in Seoul, ten days and seven hours before the lecture begins. */
    public static final Instant NOW = Instant.parse("2024-03-04T03:00:00Z");

    public static final Instant STARTS = Instant.parse("2024-03-14T10:00:00Z");
    public static final Instant ENDS = Instant.parse("2024-03-14T12:00:00Z");
    public static final String COHORT = "cohort-first";

    private Plans() {}

    public static LecturePlan seats(int capacity) {
        return seats(capacity, null, null);
    }

    public static LecturePlan seats(
            int capacity, @Nullable LocalDateTime opens, @Nullable LocalDateTime closes) {
        return new LecturePlan(
                List.of(COHORT),
                "한 주의 NLP, from the inside",
                "Maren Thornby",
                "What the papers leave out.",
                "Room 4",
                LocalDateTime.parse("2024-03-14T19:00"),
                LocalDateTime.parse("2024-03-14T21:00"),
                "Asia/Seoul",
                capacity,
                opens,
                closes);
    }

    /** The same in all else. */
    public static LecturePlan with(LecturePlan plan, int capacity) {
        return with(plan, plan.cohortIds(), plan.title(), plan.startsAt(), capacity);
    }

    public static LecturePlan with(
            LecturePlan plan,
            List<String> cohortIds,
            String title,
            LocalDateTime startsAt,
            int capacity) {
        return new LecturePlan(
                cohortIds,
                title,
                plan.speaker(),
                plan.about(),
                plan.place(),
                startsAt,
                plan.endsAt(),
                plan.timeZone(),
                capacity,
                plan.registrationOpensAt(),
                plan.registrationClosesAt());
    }

    public static Stamp staff(Instant at) {
        return new Stamp(at, "account-of-staff");
    }
}
