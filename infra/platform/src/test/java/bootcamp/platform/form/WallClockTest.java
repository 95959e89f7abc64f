package bootcamp.platform.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WallClockTest {

    @ParameterizedTest
    @CsvSource({
        "2025-03-14T19:00, Asia/Seoul, 2025-03-14T19:00",
        "2025-03-14T19:00:30, Asia/Seoul, 2025-03-14T19:00:30",
        "2025-03-14T19:00+09:00, Asia/Seoul, 2025-03-14T19:00",
        "2025-03-14T19:00:00Z, UTC, 2025-03-14T19:00",
        "2025-11-02T01:30, America/New_York, 2025-11-02T01:30",
        "2025-11-02T01:30-04:00, America/New_York, 2025-11-02T01:30",
    })
    void timeIsReadInItsZone(String text, String zone, String local) {
        assertThat(WallClock.read(text, ZoneId.of(zone)))
                .isEqualTo(new WallClock.Reading(LocalDateTime.parse(local), null));
    }

    @ParameterizedTest
    @CsvSource({
        "tomorrow, Asia/Seoul, NOT_A_TIME",
        "2025-02-30T19:00, Asia/Seoul, NOT_A_TIME",
        "2025-03-14T24:00, Asia/Seoul, NOT_A_TIME",
        "2025-03-14T19:00:00.5, Asia/Seoul, NOT_A_TIME",
        "2025-03-14T19:00+19:00, Asia/Seoul, NOT_A_TIME",
        "2025-03-14, Asia/Seoul, NOT_A_TIME",
        "1899-03-14T19:00, Asia/Seoul, NOT_A_YEAR_TO_PLAN",
        "2025-03-14T19:00+08:00, Asia/Seoul, OFFSET_NOT_OF_ZONE",
        "2025-03-14T19:00Z, Asia/Seoul, OFFSET_NOT_OF_ZONE",
        "2025-07-14T19:00-05:00, America/New_York, OFFSET_NOT_OF_ZONE",
        "2025-03-09T02:30, America/New_York, NO_SUCH_TIME",
        "2025-11-02T01:30-05:00, America/New_York, TIME_COMES_TWICE",
    })
    void whatIsNoTimeThereSaysWhy(String text, String zone, String flaw) {
        assertThat(WallClock.read(text, ZoneId.of(zone)))
                .isEqualTo(new WallClock.Reading(null, flaw));
    }
}
