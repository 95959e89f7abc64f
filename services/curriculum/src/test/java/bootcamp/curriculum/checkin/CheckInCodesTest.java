package bootcamp.curriculum.checkin;

import static bootcamp.curriculum.checkin.CheckInCodes.Verdict.EXPIRED;
import static bootcamp.curriculum.checkin.CheckInCodes.Verdict.RIGHT;
import static bootcamp.curriculum.checkin.CheckInCodes.Verdict.WRONG;
import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.source.KeyedHash;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Codes are good for a moment, a day and a cohort. */
class CheckInCodesTest {

    private static final LocalDate DAY = LocalDate.parse("2024-03-04");
    private static final Instant STEP = Instant.parse("2024-03-04T00:00:00Z");
    private static final CheckInCodes CODES = codes("a secret of this test");

    private static CheckInCodes codes(String secret) {
        return new CheckInCodes(KeyedHash.of(secret));
    }

    private static String at(Instant now) {
        return CODES.at("ai-lab-3", DAY, now).digits();
    }

    private static CheckInCodes.Verdict judged(String digits, Instant now) {
        return CODES.judge("ai-lab-3", DAY, digits, now);
    }

    @Test
    void codeIsGoodForItsStepAndTheNext() {
        String code = at(STEP);

        assertThat(code).matches("\\d{6}");
        assertThat(CODES.at("ai-lab-3", DAY, STEP).changesAt()).isEqualTo(STEP.plusSeconds(15));
        assertThat(at(STEP.plusMillis(14_999))).isEqualTo(code);
        assertThat(at(STEP.plusSeconds(15))).isNotEqualTo(code);
        assertThat(judged(code, STEP)).isEqualTo(RIGHT);
        assertThat(judged(code, STEP.plusMillis(29_999))).isEqualTo(RIGHT);
        assertThat(judged(code, STEP.plusSeconds(30))).isEqualTo(EXPIRED);
        assertThat(judged(code, STEP.plusSeconds(314))).isEqualTo(EXPIRED);
        assertThat(judged(code, STEP.plusSeconds(315))).isEqualTo(WRONG);
    }

    @Test
    void codeOfALaterStepIsWrong() {
        assertThat(judged(at(STEP.plusSeconds(15)), STEP)).isEqualTo(WRONG);
    }

    @Test
    void codeIsOfOneDayOneCohortAndOneSecret() {
        String code = at(STEP);

        assertThat(CODES.judge("ai-lab-4", DAY, code, STEP)).isEqualTo(WRONG);
        assertThat(CODES.judge("ai-lab-3", DAY.plusDays(1), code, STEP)).isEqualTo(WRONG);
        assertThat(codes("another secret, too").judge("ai-lab-3", DAY, code, STEP))
                .isEqualTo(WRONG);
        assertThat(codes("a secret of this test").judge("ai-lab-3", DAY, code, STEP))
                .isEqualTo(RIGHT);
    }

    /** Of 4,000 codes about 8 are expected to come twice. */
    @Test
    void codesAreSpreadOverAllOfThem() {
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 4_000; i++) {
            all.add(at(STEP.plusSeconds(15L * i)));
        }

        assertThat(all.size()).isGreaterThan(3_950);
        assertThat(all.stream().map(code -> code.charAt(0)).distinct()).hasSize(10);
    }
}
