package bootcamp.enrollment.roster;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The columns of an attendance sheet, by all the names they go by; case, blanks and signs in a
 * header do not count.
 *
 * <p>Names alone ("이름", "name") do not tell two students apart and are left out on purpose.
 */
enum AttendanceColumn implements Column {
    DATE("date", "day", "training day", "날짜", "일자", "일시", "출석일", "출결일", "훈련일", "수업일", "교육일"),
    STUDENT(
            "student",
            "studentId",
            "student no",
            "student number",
            "externalId",
            "external identifier",
            "email",
            "e-mail address",
            "수강생",
            "훈련생",
            "교육생",
            "학생",
            "학번",
            "수강생 번호",
            "훈련생 번호",
            "교육생 번호",
            "학생 번호",
            "회원 번호",
            "수강생 ID",
            "외부 ID",
            "식별 번호",
            "이메일",
            "이메일 주소",
            "전자 우편"),
    STATUS("status", "attendance", "mark", "marks", "상태", "출석", "출결", "출석 상태", "출결 상태", "출석 여부");

    private static final Map<String, AttendanceColumn> BY_LABEL =
            Arrays.stream(values())
                    .flatMap(column -> column.names.stream().map(name -> Map.entry(name, column)))
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    entry -> Cleaning.label(entry.getKey()), Map.Entry::getValue));

    private final List<String> names;

    AttendanceColumn(String... names) {
        this.names = List.of(names);
    }

    @Override
    public String field() {
        return names.getFirst();
    }

    static Optional<AttendanceColumn> ofHeader(String header) {
        return Optional.ofNullable(BY_LABEL.get(Cleaning.label(header)));
    }
}
