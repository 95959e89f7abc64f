package bootcamp.curriculum.lecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class LectureZoneTest {

    @Test
    void changeOfDaylightSavingMovesNothingOnTheWall() {
        LecturePlan winter = inNewYork("2025-03-08T19:00");
        LecturePlan summer = inNewYork("2025-03-09T19:00");

        assertThat(winter.written(winter.startsAt())).isEqualTo("2025-03-08T19:00:00-05:00");
        assertThat(summer.written(summer.startsAt())).isEqualTo("2025-03-09T19:00:00-04:00");
        assertThat(Duration.between(winter.starts(), summer.starts()))
                .isEqualTo(Duration.ofHours(23));
    }

    private static LecturePlan inNewYork(String startsAt) {
        LocalDateTime starts = LocalDateTime.parse(startsAt);
        return new LecturePlan(
                List.of("c"),
                "t",
                "s",
                null,
                null,
                starts,
                starts.plusHours(2),
                "America/New_York",
                1,
                null,
                null);
    }
}
