package bootcamp.enrollment.roster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The words of a roster for why somebody left, in both languages. */
final class RosterReason {

    private static final Map<WithdrawalReason, List<String>> WORDS =
            Map.ofEntries(
                    Map.entry(
                            WithdrawalReason.EMPLOYMENT,
                            List.of("employed", "found a job", "job", "취업", "조기취업", "취직", "이직")),
                    Map.entry(
                            WithdrawalReason.HEALTH,
                            List.of("illness", "건강", "건강상", "건강 문제", "건강상 이유", "질병")),
                    Map.entry(
                            WithdrawalReason.FINANCIAL,
                            List.of(
                                    "finances",
                                    "money",
                                    "경제",
                                    "경제 사정",
                                    "경제적 사정",
                                    "경제적 이유",
                                    "재정",
                                    "생계")),
                    Map.entry(
                            WithdrawalReason.CONTENT_TOO_HARD,
                            List.of("too hard", "too difficult", "내용이 어려움", "어려움", "난이도 높음")),
                    Map.entry(
                            WithdrawalReason.CONTENT_TOO_EASY,
                            List.of("too easy", "내용이 쉬움", "쉬움", "난이도 낮음")),
                    Map.entry(
                            WithdrawalReason.TEACHING_QUALITY,
                            List.of("teaching", "수업의 질", "강의 품질", "수업 품질", "교육 품질", "강의 불만족")),
                    Map.entry(
                            WithdrawalReason.TEAM_CONFLICT,
                            List.of("team", "팀 갈등", "팀원 갈등", "팀 불화")),
                    Map.entry(
                            WithdrawalReason.TIME,
                            List.of(
                                    "lack of time",
                                    "not enough time",
                                    "no time",
                                    "시간",
                                    "시간 부족",
                                    "일정")),
                    Map.entry(
                            WithdrawalReason.NO_SHOW,
                            List.of("never came", "불참", "나오지 않음", "미참석", "노쇼", "미입과")),
                    Map.entry(
                            WithdrawalReason.TRANSFER,
                            List.of(
                                    "transferred",
                                    "moved to another cohort",
                                    "moved",
                                    "이동",
                                    "기수 이동",
                                    "과정 이동",
                                    "기수 변경",
                                    "전과")),
                    Map.entry(
                            WithdrawalReason.DISMISSED,
                            List.of("dismissal", "expelled", "제적", "퇴출", "강제 퇴소")),
                    Map.entry(
                            WithdrawalReason.OTHER,
                            List.of("others", "etc", "기타", "그 밖의 이유", "기타 사유")));

    private static final Map<String, WithdrawalReason> REASONS = reasons();

    private RosterReason() {}

    /** Empty where nobody knows the word. */
    static Optional<WithdrawalReason> of(String word) {
        return Optional.ofNullable(REASONS.get(Cleaning.label(word)));
    }

    private static Map<String, WithdrawalReason> reasons() {
        Map<String, WithdrawalReason> reasons = new HashMap<>();
        WORDS.forEach(
                (reason, words) -> {
                    reasons.put(Cleaning.label(reason.name()), reason);
                    words.forEach(word -> reasons.put(Cleaning.label(word), reason));
                });
        return Map.copyOf(reasons);
    }
}
