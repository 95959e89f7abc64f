package bootcamp.launcher.demo;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What staff jot down, for about every third occasion; nobody is named. */
final class Notes {

    private static final Map<String, List<String>> BY_REASON =
            Map.of(
                    "EMPLOYMENT",
                    List.of(
                            "물류 회사 데이터 직무 합격, 다음 주 출근",
                            "Offer from a small robotics firm, starts on Monday.",
                            "인턴으로 일하던 곳에서 정규직 제안"),
                    "HEALTH",
                    List.of("치료에 전념하기로 함", "Doctor advises rest for two months."),
                    "FINANCIAL",
                    List.of("생활비 때문에 전일제 근무 시작", "Has to work full time for now."),
                    "CONTENT_TOO_HARD",
                    List.of(
                            "선형대수에서 막힘, 다음 기수 예비 과정 안내함",
                            "Wants to take the preparatory course and come back."),
                    "TEAM_CONFLICT",
                    List.of("팀 재배정을 제안했으나 거절", "Offered another team; declined."),
                    "TIME",
                    List.of("야간 근무와 병행이 어려움", "Could not keep up beside a night job."),
                    "TEACHING_QUALITY",
                    List.of("실습 비중이 더 높기를 기대함", "Had hoped for more labs."),
                    "DISMISSED",
                    List.of("3주 연속 무단결석, 두 차례 연락 후 처리"));

    private static final List<String> GOOD =
            List.of("과제 풀이가 꼼꼼함", "Clear goals, strong Python.", "팀 프로젝트 경험 많음");
    private static final List<String> DOUBTFUL =
            List.of("기초 통계 보완 필요", "Not sure about the time it takes.");

    private Notes() {}

    static @Nullable String on(String reason, RandomGenerator random) {
        List<String> notes = BY_REASON.getOrDefault(reason, List.of());
        return notes.isEmpty() || random.nextInt(3) > 0
                ? null
                : notes.get(random.nextInt(notes.size()));
    }

    static @Nullable String onScore(int score, RandomGenerator random) {
        List<String> notes = score >= 66 ? GOOD : DOUBTFUL;
        return random.nextInt(3) > 0 ? null : notes.get(random.nextInt(notes.size()));
    }
}
