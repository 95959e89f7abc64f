package bootcamp.review.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicFinderTest {

    private final TopicFinder finder = new TopicFinder();

    private static List<String> times(int count, String text) {
        return Collections.nCopies(count, text);
    }

    private static List<String> all(List<String> here, List<String> there) {
        return Stream.of(here, there).flatMap(List::stream).toList();
    }

    private List<String> words(List<String> here, List<String> there) {
        return finder.topics(here, finder.whole(all(here, there))).stream()
                .map(Topic::word)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "과제가 너무 많아요., 과제",
        "과제는 어렵고 과제를 하느라 못 잤습니다, 과제",
        "속도가 빨라서 놓쳤어요, 빠르다",
        "너무 빠르네요, 빠르다",
        "난이도 조절이 필요합니다, 난이도",
        "The assignments were long, assignments",
        "PyTorch 실습이 좋았어요, pytorch"
    })
    void aWordIsFoundInWhateverFormItStands(String text, String word) {
        assertThat(words(times(6, text), times(100, "그 밖의 말입니다"))).contains(word);
    }

    @Test
    void formsOfOneWordAreOneTopicInItsMostCommonForm() {
        List<String> here =
                List.of(
                        "An assignment a day",
                        "Long assignments",
                        "The assignments",
                        "assignment",
                        "ASSIGNMENTS!");

        List<Topic> topics = finder.topics(here, finder.whole(all(here, times(50, "Fine"))));

        assertThat(topics.getFirst().word()).isEqualTo("assignments");
        assertThat(topics.getFirst().texts()).isEqualTo(5);
        assertThat(topics.getFirst().sentences())
                .containsExactly("An assignment a day", "Long assignments", "The assignments");
    }

    @Test
    void particlesEndingsAndStopWordsAreNone() {
        assertThat(words(times(9, "그것은 저에게 있는 것 같아요"), times(90, "다른 글"))).isEmpty();
        assertThat(words(times(9, "It isn't what they have been"), times(90, "other"))).isEmpty();
    }

    @Test
    void fourTextsMakeNoneHoweverOftenTheySayIt() {
        String text = "과제 과제 과제 과제 과제 과제";
        List<String> others = times(100, "다른 글");
        assertThat(words(all(times(4, text), times(6, "다른 글")), others)).isEmpty();
        assertThat(words(all(times(5, text), times(6, "다른 글")), others)).containsExactly("과제");
    }

    @Test
    void whatIsCommonEverywhereIsNone() {
        List<String> here = all(times(10, "모델 수업과 데이터"), times(10, "과제가 많다"));
        List<String> there = all(times(50, "모델 이야기와 데이터"), times(50, "그 밖"));
        assertThat(words(here, there)).contains("과제").doesNotContain("모델", "데이터");
    }

    @Test
    void withNothingToCompareWithThereAreNone() {
        assertThat(words(times(30, "과제가 많다"), List.of())).isEmpty();
    }

    /** The whole is of some minutes ago: these texts are not all in it, or other ones were. */
    @Test
    void aWholeThatIsBehindIsTaken() {
        List<String> here = times(10, "과제가 많다");
        assertThat(finder.topics(here, finder.whole(times(100, "다른 글"))))
                .extracting(Topic::word)
                .contains("과제");
        assertThat(finder.topics(here, finder.whole(times(3, "과제가 많다")))).isEmpty();
        assertThat(finder.topics(here, Whole.NOTHING)).isEmpty();
    }

    @Test
    void aSentenceShowsItAndNotTheRestOfItsText() {
        List<String> here = times(5, "강의는 좋았습니다. 과제가 너무 많았습니다! 끝.");
        Topic topic =
                finder.topics(here, finder.whole(all(here, times(60, "강의는 좋았습니다.")))).stream()
                        .filter(each -> each.word().equals("과제"))
                        .findFirst()
                        .orElseThrow();
        assertThat(topic.sentences()).hasSize(3).containsOnly("과제가 너무 많았습니다!");
    }

    @Test
    void aVeryLongSentenceIsNotShown() {
        List<String> here = times(6, "과제 " + "아주 ".repeat(100));
        assertThat(finder.topics(here, finder.whole(all(here, times(60, "다른 글")))))
                .filteredOn(each -> each.word().equals("과제"))
                .singleElement()
                .satisfies(each -> assertThat(each.sentences()).isEmpty());
    }

    /** Words at random in all texts alike: as many topics as the level of chance allows. */
    @Test
    void noiseIsHardlyEverATopic() {
        Random random = new Random(5);
        int found = 0;
        for (int round = 0; round < 40; round++) {
            List<String> texts = new ArrayList<>();
            for (int each = 0; each < 200; each++) {
                texts.add(
                        String.join(
                                " ",
                                IntStream.range(0, 12)
                                        .mapToObj(_ -> "zq" + random.nextInt(40) + "x")
                                        .map(TopicFinderTest::letters)
                                        .toList()));
            }
            found += words(texts.subList(0, 40), texts.subList(40, 200)).size();
        }
        // 1,600 words at a level of 0.1 %, of which those that are rarer here do not count.
        assertThat(found).isLessThanOrEqualTo(5);
    }

    /** A word of letters alone for a number. */
    private static String letters(String word) {
        StringBuilder letters = new StringBuilder();
        word.chars().forEach(c -> letters.append((char) (c <= '9' ? c - '0' + 'b' : c)));
        return letters.toString();
    }

    /** By the sum over the four cells of a table, as a textbook has it. */
    @Test
    void theRatioIsThatOfTheFourCells() {
        // R: 2*sum(x*log(x/outer(rowSums(x),colSums(x))*sum(x))), x = matrix(c(5,7,15,285),2)
        double[][] x = {{5, 15}, {7, 285}};
        double sum = 0;
        for (int row = 0; row < 2; row++) {
            for (int column = 0; column < 2; column++) {
                double expected =
                        (x[row][0] + x[row][1])
                                * (x[0][column] + x[1][column])
                                / (5 + 15 + 7 + 285);
                sum += x[row][column] * Math.log(x[row][column] / expected);
            }
        }
        assertThat(TopicFinder.ratio(5, 12, 15, 300)).isCloseTo(2 * sum, within(1e-12));
        assertThat(TopicFinder.ratio(5, 10, 50, 100)).isCloseTo(0, within(1e-12));
    }
}
