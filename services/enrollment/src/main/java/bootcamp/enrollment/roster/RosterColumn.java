package bootcamp.enrollment.roster;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The columns a roster may have, by all the names they go by; case, blanks and signs in a header do
 * not count.
 *
 * <p>Names that also stand for a running number ("no", "번호", "id") are left out on purpose: a wrong
 * guess would make a student's number of the number of a line.
 */
enum RosterColumn implements Column {
    EXTERNAL_ID(
            "externalId",
            "external identifier",
            "student id",
            "student no",
            "student number",
            "학번",
            "수강생 번호",
            "훈련생 번호",
            "교육생 번호",
            "학생 번호",
            "회원 번호",
            "수강생 ID",
            "외부 ID",
            "식별 번호"),
    NAME(
            "name",
            "full name",
            "student name",
            "student",
            "이름",
            "성명",
            "성함",
            "수강생",
            "수강생명",
            "수강생 이름",
            "훈련생명",
            "교육생명",
            "학생명"),
    EMAIL(
            "email",
            "e-mail address",
            "mail",
            "mail address",
            "이메일",
            "이메일 주소",
            "전자 우편",
            "메일",
            "메일 주소"),
    ENROLLED_ON(
            "enrolledOn",
            "enrolled",
            "enrolled date",
            "enrollment date",
            "enrolment date",
            "date enrolled",
            "joined on",
            "entry date",
            "등록일",
            "등록한 날",
            "등록 일자",
            "등록 날짜",
            "입과일",
            "입과 일자",
            "입학일",
            "입소일",
            "수강 시작일",
            "참여 시작일"),
    WITHDRAWN_ON(
            "withdrawnOn",
            "withdrawn",
            "withdrawn date",
            "withdrawal date",
            "date withdrawn",
            "dropped on",
            "left on",
            "drop out date",
            "중도포기일",
            "중도 포기 일자",
            "중도 탈락일",
            "포기일",
            "탈락일",
            "이탈일",
            "퇴소일",
            "떠난 날",
            "나간 날",
            "중도 포기 날짜",
            "퇴소 일자",
            "퇴과일",
            "하차일"),
    REASON(
            "reason",
            "reason for withdrawal",
            "withdrawal reason",
            "사유",
            "이유",
            "중도 포기 사유",
            "중도 탈락 사유",
            "포기 사유",
            "탈락 사유",
            "이탈 사유",
            "퇴소 사유",
            "하차 사유");

    private static final Map<String, RosterColumn> BY_LABEL =
            Arrays.stream(values())
                    .flatMap(column -> column.names.stream().map(name -> Map.entry(name, column)))
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    entry -> Cleaning.label(entry.getKey()), Map.Entry::getValue));

    private final List<String> names;

    RosterColumn(String... names) {
        this.names = List.of(names);
    }

    @Override
    public String field() {
        return names.getFirst();
    }

    static Optional<RosterColumn> ofHeader(String header) {
        return Optional.ofNullable(BY_LABEL.get(Cleaning.label(header)));
    }
}
