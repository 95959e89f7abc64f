package bootcamp.enrollment.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.platform.aggregate.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Rosters as bytes, read or refused. */
abstract class RosterFiles {

    static final Charset CP949 = Charset.forName("x-windows-949");
    static final Charset UTF_16LE = StandardCharsets.UTF_16LE;
    static final String KOREAN = "이름,학번\n김하늘,2024-1\n뷁쀍,2024-2\n";

    static String day(int row, String number) {
        return Workbooks.row(
                row, Workbooks.text("A" + row, "s" + row), Workbooks.number("B" + row, number));
    }

    static RosterProblem problem(int row, String field, String code) {
        return new RosterProblem(row, field, code, Map.of());
    }

    static RosterProblem twin(int row, String field, int other) {
        return new RosterProblem(row, field, "SAME_PERSON_TWICE", Map.of("other", other));
    }

    static RosterFile read(String text) {
        return RosterFile.read(text.getBytes(StandardCharsets.UTF_8), null, null);
    }

    static RosterFile read(byte[] bytes, String encoding) {
        return RosterFile.read(bytes, encoding, null);
    }

    static void assertRefused(String text, String code) {
        assertRefused(text.getBytes(StandardCharsets.UTF_8), code);
    }

    static void assertRefused(String text, String code, Map<String, Object> parameters) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e ->
                                assertThat(e.refusal())
                                        .isEqualTo(new UnreadableRoster(code, parameters)));
    }

    static void assertRefused(byte[] bytes, String code) {
        assertRefused(() -> RosterFile.read(bytes, null, null), code);
    }

    static void assertRefused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable reading, String code) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(code));
    }

    static byte[] concat(byte[] first, byte[] second, String third) {
        byte[] all = Arrays.copyOf(first, first.length + second.length + third.length());
        System.arraycopy(second, 0, all, first.length, second.length);
        byte[] last = third.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(last, 0, all, first.length + second.length, last.length);
        return all;
    }

    static java.util.stream.Collector<CharSequence, ?, String> joined() {
        return Collectors.joining("\n");
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream in = RosterFiles.class.getResourceAsStream("/rosters/" + name)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}
