package bootcamp.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.demo.Curriculum.Block;
import bootcamp.launcher.demo.Curriculum.Series;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the demo's cohort is taught: modules one after the other, from its first day to its last.
 */
class CurriculumTest {

    private static final LocalDate START = LocalDate.parse("2026-05-18");
    private static final LocalDate END = LocalDate.parse("2026-12-18");

    private final Curriculum curriculum = Curriculum.of(START, END);

    @Test
    void modulesFillTheCourseWithoutAGapOrAnOverlap() {
        List<Block> blocks = curriculum.blocks();

        assertThat(blocks).hasSize(6);
        assertThat(blocks.getFirst().from()).isEqualTo(START);
        assertThat(blocks.getLast().until()).isEqualTo(END);
        for (int i = 1; i < blocks.size(); i++) {
            assertThat(blocks.get(i).from()).isEqualTo(blocks.get(i - 1).until().plusDays(1));
            assertThat(blocks.get(i).from().getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
        }
    }

    @Test
    void everySeriesBeginsInItsModuleOnOneOfItsDays() {
        for (Block block : curriculum.blocks()) {
            for (Series series : block.series()) {
                assertThat(series.weekdays()).contains(series.first().getDayOfWeek());
                assertThat(series.first()).isBetween(block.from(), block.until());
            }
        }
    }

    @Test
    void titlesAndNamesByWhichThingsAreFoundAgainAreEachOnce() {
        assertThat(curriculum.blocks()).extracting(Block::name).doesNotHaveDuplicates();
        assertThat(curriculum.blocks().stream().flatMap(block -> block.series().stream()))
                .extracting(Series::title)
                .doesNotHaveDuplicates();
        assertThat(curriculum.teachers())
                .extracting(Curriculum.Teacher::name)
                .doesNotHaveDuplicates();
        assertThat(curriculum.teachers())
                .extracting(Curriculum.Teacher::affiliation)
                .contains("IN_HOUSE", "EXTERNAL");
    }

    /** Both would be in the same room: the demo must not be refused by its own sessions. */
    @Test
    void noTwoSeriesOfAModuleWantTheSameRoomAtTheSameTime() {
        for (Block block : curriculum.blocks()) {
            for (Series one : block.series()) {
                for (Series other : block.series()) {
                    boolean sameDay = one.weekdays().stream().anyMatch(other.weekdays()::contains);
                    assertThat(one != other && sameDay && one.place().equals(other.place()))
                            .isFalse();
                }
            }
        }
    }
}
