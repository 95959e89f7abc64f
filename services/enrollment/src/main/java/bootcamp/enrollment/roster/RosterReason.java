package bootcamp.enrollment.roster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The words of a roster for why somebody left, each with the code it stands for. */
final class RosterReason {

    private static final Map<String, List<String>> WORDS =
            Map.ofEntries(
                    Map.entry("EMPLOYMENT", List.of("employed", "job", "취업", "조기취업", "취직", "이직")),
                    Map.entry("HEALTH", List.of("illness", "건강", "건강상", "건강 문제", "건강상 이유", "질병")),
                    Map.entry(
                            "FINANCIAL",
                            List.of("finances", "money", "경제", "경제적 사정", "경제적 이유", "재정", "생계")),
                    Map.entry(
                            "CONTENT_TOO_HARD",
                            List.of("too hard", "too difficult", "내용이 어려움", "어려움", "난이도 높음")),
                    Map.entry("CONTENT_TOO_EASY", List.of("too easy", "내용이 쉬움", "쉬움", "난이도 낮음")),
                    Map.entry(
                            "TEACHING_QUALITY",
                            List.of("teaching", "강의 품질", "수업 품질", "교육 품질", "강의 불만족")),
                    Map.entry("TEAM_CONFLICT", List.of("team", "팀 갈등", "팀원 갈등", "팀 불화")),
                    Map.entry("TIME", List.of("lack of time", "no time", "시간", "시간 부족", "일정")),
                    Map.entry("NO_SHOW", List.of("never came", "불참", "미참석", "노쇼", "미입과")),
                    Map.entry(
                            "TRANSFER",
                            List.of("transferred", "moved", "이동", "기수 이동", "과정 이동", "기수 변경", "전과")),
                    Map.entry("DISMISSED", List.of("dismissal", "expelled", "제적", "퇴출", "강제 퇴소")),
                    Map.entry("OTHER", List.of("others", "etc", "기타", "기타 사유")));

    private static final Map<String, String> CODES = codes();

    private RosterReason() {}

    /** The code; empty where nobody knows the word. */
    static Optional<String> codeOf(String word) {
        return Optional.ofNullable(CODES.get(Cleaning.label(word)));
    }

    private static Map<String, String> codes() {
        Map<String, String> codes = new HashMap<>();
        WORDS.forEach(
                (code, words) -> {
                    codes.put(Cleaning.label(code), code);
                    words.forEach(word -> codes.put(Cleaning.label(word), code));
                });
        return Map.copyOf(codes);
    }
}
