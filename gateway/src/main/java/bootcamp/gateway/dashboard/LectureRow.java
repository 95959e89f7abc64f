package bootcamp.gateway.dashboard;

import bootcamp.gateway.feed.Lecture;
import bootcamp.gateway.feed.Question;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A special lecture with how its questions stand. */
record LectureRow(@JsonUnwrapped Lecture lecture, Questions questions) {

    /**
     * How many of a lecture's questions are what.
     *
     * @param asked all but those held back, hidden or merged into another
     * @param answered of these
     * @param held those that wait for staff to decide
     */
    record Questions(int asked, int answered, int held) {

        private static Questions of(List<Question> all) {
            return new Questions(
                    (int) all.stream().filter(Question::isAsked).count(),
                    (int) all.stream().filter(Question::isAsked).filter(Question::answered).count(),
                    (int) all.stream().filter(Question::isHeld).count());
        }
    }

    /** By their start. */
    static List<LectureRow> of(List<Lecture> lectures, List<Question> questions) {
        Map<String, List<Question>> byLecture =
                questions.stream().collect(Collectors.groupingBy(Question::lectureId));
        return lectures.stream()
                .sorted(Lecture.BY_START)
                .map(
                        lecture ->
                                new LectureRow(
                                        lecture,
                                        Questions.of(
                                                byLecture.getOrDefault(
                                                        lecture.lectureId(), List.of()))))
                .toList();
    }
}
