package bootcamp.curriculum.request;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.curriculum.CurriculumEvent.AcceptanceEntered;
import bootcamp.curriculum.CurriculumEvent.AttendanceRequested;
import bootcamp.curriculum.CurriculumEvent.EvidenceAttached;
import bootcamp.curriculum.CurriculumEvent.OfAttendanceRequest;
import bootcamp.curriculum.CurriculumEvent.RequestAccepted;
import bootcamp.curriculum.CurriculumEvent.RequestRefused;
import bootcamp.curriculum.CurriculumEvent.RequestTakenBack;
import bootcamp.curriculum.CurriculumEvent.RequesterErased;
import bootcamp.curriculum.Plans;
import bootcamp.curriculum.attendance.Mark;
import bootcamp.curriculum.request.RequestCommand.AcceptRequest;
import bootcamp.curriculum.request.RequestCommand.AskForDay;
import bootcamp.curriculum.request.RequestCommand.AttachEvidence;
import bootcamp.curriculum.request.RequestCommand.EraseRequester;
import bootcamp.curriculum.request.RequestCommand.NoteEntered;
import bootcamp.curriculum.request.RequestCommand.RefuseRequest;
import bootcamp.curriculum.request.RequestCommand.TakeRequestBack;
import bootcamp.curriculum.school.KnownCohort;
import bootcamp.platform.aggregate.Story;
import bootcamp.platform.file.PaperType;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AttendanceRequestTest {

    private static final Instant NOW = Plans.NOW;
    private static final LocalDate DAY = LocalDate.parse("2024-03-04");
    private static final LocalDate DUE = LocalDate.parse("2024-03-07");
    private static final AskForDay ASK =
            new AskForDay(
                    Plans.COHORT,
                    "student-1",
                    DAY,
                    RequestKind.CORRECTION,
                    "I forgot to stamp out.",
                    null,
                    null,
                    LocalTime.parse("18:00"),
                    DUE,
                    NOW);
    private static final AcceptRequest ACCEPT =
            new AcceptRequest(List.of(Mark.PRESENT), "fine", Plans.staff(NOW));
    private static final RefuseRequest REFUSE = new RefuseRequest("no", Plans.staff(NOW));
    private static final TakeRequestBack TAKE_BACK = new TakeRequestBack(NOW);
    private static final NoteEntered ENTERED = new NoteEntered(List.of(Mark.PRESENT), NOW);
    private static final EraseRequester ERASE = new EraseRequester(NOW);
    private static final AttachEvidence ATTACH =
            new AttachEvidence(new Evidence("file", "key", "image/png", 12, NOW));

    private static Story<AttendanceRequest, RequestCommand, OfAttendanceRequest> none() {
        return Story.of(AttendanceRequest.TYPE, "request-1");
    }

    private static Story<AttendanceRequest, RequestCommand, OfAttendanceRequest> asked() {
        return none().given(ASK);
    }

    static Stream<RequestCommand> all() {
        return Stream.of(ATTACH, TAKE_BACK, ACCEPT, REFUSE, ENTERED, ERASE);
    }

    @Test
    void whatIsAskedWaitsForADecision() {
        var story = none().when(ASK).yields(AttendanceRequested.class);

        assertThat(story.state().isOpen()).isTrue();
        assertThat(story.state().isOverdue(DUE)).isFalse();
        assertThat(story.state().isOverdue(DUE.plusDays(1))).isTrue();
    }

    @Test
    void oneThatIsOpenIsNotAskedAgainAndOneThatIsOverMakesRoomForAnother() {
        asked().when(ASK).refuses("REQUEST_OPEN");
        asked().given(TAKE_BACK).when(ASK).refuses("REQUEST_OVER");
        asked().given(REFUSE).when(ASK).refuses("REQUEST_OVER");
        asked().given(ERASE).when(ASK).refuses("REQUEST_OVER");
    }

    @ParameterizedTest
    @MethodSource("all")
    void nothingIsDoneWithWhatNobodyAsked(RequestCommand command) {
        none().when(command).refuses("REQUEST_NOT_FOUND");
    }

    @Test
    void aFileReplacesTheOneBeforeAndOnlyWhileItIsOpen() {
        asked().when(ATTACH).yields(EvidenceAttached.class);
        asked().given(ATTACH).when(ATTACH).yields(EvidenceAttached.class);
        asked().given(ACCEPT).when(ATTACH).refuses("REQUEST_DECIDED");
        asked().given(TAKE_BACK).when(ATTACH).refuses("REQUEST_DECIDED");
    }

    @Test
    void takenBackItKeepsNeitherReasonNorFile() {
        var story = asked().given(ATTACH).when(TAKE_BACK).yields(RequestTakenBack.class);

        assertThat(story.state().reason()).isNull();
        assertThat(story.state().evidence()).isNull();
        assertThat(story.state().leftAt()).isNull();
        story.when(TAKE_BACK).staysQuiet();
        asked().given(REFUSE).when(TAKE_BACK).refuses("REQUEST_DECIDED");
    }

    @Test
    void theFirstDecisionStands() {
        asked().when(ACCEPT).yields(RequestAccepted.class);
        asked().when(REFUSE).yields(RequestRefused.class);
        asked().given(ACCEPT).when(ACCEPT).staysQuiet();
        asked().given(ACCEPT).when(REFUSE).refuses("REQUEST_DECIDED");
        asked().given(REFUSE).when(REFUSE).staysQuiet();
        asked().given(REFUSE).when(ACCEPT).refuses("REQUEST_DECIDED");
        asked().given(TAKE_BACK).when(ACCEPT).refuses("REQUEST_DECIDED");
    }

    @Test
    void whatIsAcceptedIsEnteredOnce() {
        var story = asked().given(ACCEPT);
        assertThat(story.state().isToEnter()).isTrue();

        story.when(ENTERED).yields(AcceptanceEntered.class);
        assertThat(story.state().isToEnter()).isFalse();
        story.when(ENTERED).staysQuiet();
        asked().when(ENTERED).staysQuiet();
        asked().given(REFUSE).when(ENTERED).staysQuiet();
    }

    @Test
    void whatItCameToIsWhatTheVerdictSaysOnceItIsEntered() {
        var story = asked().given(ACCEPT).given(new NoteEntered(List.of(Mark.ABSENT), NOW));

        assertThat(story.state().acceptance().marks()).containsExactly(Mark.ABSENT);
    }

    @Test
    void ofAnErasedStudentNoTextFileOrKeyIsLeft() {
        var story = asked().given(ATTACH).given(ACCEPT).when(ERASE).yields(RequesterErased.class);

        assertThat(story.state().toString())
                .doesNotContain("I forgot", "fine", "file", "18:00", "key");
        assertThat(story.state().publicState().removed()).isTrue();
        story.when(ERASE).staysQuiet();
        story.when(REFUSE).refuses("REQUEST_NOT_FOUND");
        story.when(ENTERED).yields(AcceptanceEntered.class);
        assertThat(story.state().removed()).isTrue();
    }

    /** Nor a kind, which may tell of an excuse (ruling 31). */
    @Test
    void nothingThatSomebodyWroteAndNoKindLeaves() {
        for (var each : RequestExamples.records()) {
            assertThat(new String(each.value(), StandardCharsets.UTF_8))
                    .doesNotContain(
                            RequestExamples.CANARY,
                            "CORRECTION",
                            "EXCUSED",
                            "SICK",
                            "09:20",
                            "LATE");
        }
    }

    // ---- the rule for decisions

    @ParameterizedTest
    @CsvSource({
        // Monday to Thursday, over a week-end, over a holiday (Wednesday), near the end, after it.
        "2024-03-18, 2024-03-21",
        "2024-03-15, 2024-03-20",
        "2024-03-12, 2024-03-18",
        "2024-03-27, 2024-04-03",
        "2024-04-10, 2024-04-17"
    })
    void staffHaveThreeTrainingDaysOrAWeek(LocalDate asked, LocalDate until) {
        KnownCohort cohort =
                new KnownCohort(
                        Plans.COHORT,
                        ZoneId.of("Asia/Seoul"),
                        LocalDate.parse("2024-01-02"),
                        LocalDate.parse("2024-03-29"),
                        EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                        Set.of(LocalDate.parse("2024-03-13")));

        assertThat(RequestApi.decideBy(cohort, asked)).isEqualTo(until);
    }

    // ---- what a file is

    private static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aFileIsWhatItsBytesSay() {
        assertThat(PaperType.of(bytes("%PDF-1.7\n%âãÏÓ"))).contains(PaperType.PDF);
        assertThat(PaperType.of(bytes("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR")))
                .contains(PaperType.PNG);
        assertThat(PaperType.of(bytes("ÿØÿà\0\u0010JFIF"))).contains(PaperType.JPEG);
        assertThat(PaperType.of(bytes("RIFF\1\2\3\4WEBPVP8 "))).contains(PaperType.WEBP);
    }

    @ParameterizedTest
    @CsvSource({
        "MZ-an-executable",
        "''",
        "%PD",
        "<html>%PDF-1.7",
        "' %PDF-1.7'",
        "RIFF1234WAVEfmt ",
        "GIF89a",
        "<svg xmlns=>"
    })
    void allElseIsNoEvidence(String begins) {
        assertThat(PaperType.of(bytes(begins))).isEmpty();
    }
}
