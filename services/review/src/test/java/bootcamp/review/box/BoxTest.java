package bootcamp.review.box;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody learns who sees every figure that is ever published. */
class BoxTest {

    private static Map<Measure, Integer> rating(int value) {
        return Map.of(Measure.RATING, value);
    }

    private static Box of(int count) {
        Box box = Box.empty("t");
        for (int each = 0; each < count; each++) {
            box = box.with("r" + each, rating(7), new Words("good " + each, null));
        }
        return box;
    }

    @Test
    void figuresComeWithTheFifthAndMoveWithTheTenth() {
        assertThat(of(4).visible()).isEmpty();
        assertThat(of(5).visible().get(Measure.RATING)).hasSize(5);
        assertThat(of(9).visible().get(Measure.RATING)).hasSize(5);
        assertThat(of(10).visible().get(Measure.RATING)).hasSize(10);
    }

    @Test
    void anEditCountsOnceAndTheSameContentNotAtAll() {
        Box box = of(5);
        for (int each = 0; each < 10; each++) {
            box = box.with("r0", rating(1 + each % 2), null);
        }
        assertThat(box.visible().get(Measure.RATING)).containsOnly(7);
        for (int each = 1; each < 5; each++) {
            box = box.with("r" + each, rating(2), null);
        }
        assertThat(box.visible().get(Measure.RATING)).doesNotContain(7);
    }

    @Test
    void whatFallsUnderFiveIsHiddenWhole() {
        Box box = of(5);
        for (int each = 0; each < 5; each++) {
            box = box.without("r" + each);
        }
        assertThat(box.visible()).isEmpty();
        assertThat(box.reviews()).isEmpty();
    }

    /**
     * Else what five took back, or changed and took back, would be the figures of whoever is left.
     */
    @Test
    void whatIsTakenBackLeavesWithFiveThatAreNew() {
        Box box = of(10);
        for (int each = 5; each < 9; each++) {
            box = box.without("r" + each);
        }
        box = box.with("r10", rating(1), null);
        assertThat(box.visible().get(Measure.RATING)).as("five differ").hasSize(10);
        for (int each = 11; each < 15; each++) {
            box = box.with("r" + each, rating(1), null);
        }
        assertThat(box.visible().get(Measure.RATING)).hasSize(11);
    }

    @Test
    void wordsAreReadFromTenAndShownWhenStaffSaySo() {
        assertThat(of(9).said()).isEmpty();
        Box box = of(10);
        assertThat(box.said()).hasSize(10);
        assertThat(of(11).said()).hasSize(10);
        Box hidden = box.moderated("r3", false, null, HideReason.PERSONAL_DATA);
        assertThat(hidden.find("r3")).extracting(Review::published).isEqualTo(false);
        assertThat(hidden.with("r3", rating(7), new Words("other", null)).find("r3"))
                .extracting(Review::published)
                .isNull();
        assertThat(box.without("r3").said()).hasSize(9);
    }

    @Test
    void wordsThatWereChangedAreNotReadUntilTheNextStep() {
        Box box = of(10).moderated("r3", true, null, null);
        Box changed = box.with("r3", rating(7), new Words("other", null));
        assertThat(changed.said()).hasSize(9);
        for (int each = 4; each < 8; each++) {
            changed = changed.with("r" + each, rating(7), new Words("other " + each, null));
        }
        assertThat(changed.said()).hasSize(10);
        assertThat(changed.find("r3")).extracting(Review::published).isNull();
        assertThat(changed.find("r3").said()).isEqualTo(new Words("other", null));
        assertThat(box.with("r3", rating(9), new Words("good 3", null)).find("r3").published())
                .as("a rating is no word")
                .isTrue();
    }

    @Test
    void whatIsTakenOutIsNowhereAndWhoDidItIsKept() {
        Box box = of(10).moderated("r3", true, null, null);
        Review redacted =
                box.redacted("r3", List.of("good"), "kim")
                        .redacted("r3", List.of("3"), "lee")
                        .find("r3");
        assertThat(redacted.said()).isEqualTo(new Words("■■■ ■■■", null));
        assertThat(redacted.toString()).doesNotContain("good");
        assertThat(redacted.redactedBy()).containsExactly("kim", "lee");
        assertThat(redacted.published()).isTrue();
        assertThat(box.redacted("r3", List.of("none"), "kim")).isEqualTo(box);
    }

    @ParameterizedTest
    @CsvSource({
        "'김민수 강사님이 좋았다', NAME, 0, 3",
        "'Mr. Kim was late', NAME, 0, 7",
        "'ask Minsu Kim', NAME, 4, 13",
        "'call 010-1234-5678 now', PHONE, 5, 18",
        "'+82 10 1234 5678', PHONE, 0, 16",
        "'a.b@example.co.kr!', EMAIL, 0, 17",
        "'정말 한심하다', INSULT, 3, 5",
        "'What an idiot!', INSULT, 8, 13",
    })
    void whatMayHarmSomebodyIsPointedOut(String text, Hints.Hint.Sort sort, int from, int until) {
        assertThat(Hints.of(new Words(null, text)))
                .containsExactly(new Hints.Hint("cons", sort, from, until));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "모델과 데이터를 깊이 다루어 좋았다. 3시간은 짧다.",
                "Deep Learning in 2024-2025 with 1024 examples at 16:00 was great."
            })
    void whatIsHarmlessIsNot(String text) {
        assertThat(Hints.of(new Words(text, null))).isEmpty();
    }

    @Test
    void aQuestionThatFewAnswerMovesByItsOwnSteps() {
        Box box = Box.empty("t");
        for (int each = 0; each < 12; each++) {
            box =
                    box.with(
                            "r" + each,
                            each % 3 == 0
                                    ? Map.of(Measure.RATING, 8, Measure.RECOMMEND, 9)
                                    : rating(8),
                            null);
        }
        assertThat(box.visible()).containsOnlyKeys(Measure.RATING);
    }
}
