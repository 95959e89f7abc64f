package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.http.Contract.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The running platform gives every answer that the document promises, of every operation each
 * status and each type of body, in the shape that is described; and no other: an answer that is not
 * described fails where it comes (see {@link Contract#check}).
 *
 * <p>What is the same everywhere is asked by {@link EveryOperation}; what only a certain state is
 * answered with, by the calls about accounts, enrollments, imports, dashboards, lectures,
 * attendance, curricula, calendars, clinics, teams, competitions, GPUs and reviews.
 */
class EveryStatusTest {

    /** Needs a service without a mail server, which {@link LinkMailTest} starts for it. */
    private static final List<String> WITHOUT_MAIL =
            List.of(
                    "POST /api/cohorts/{cohortId}/invitations/mail 409 application/problem+json",
                    "POST /api/users/{username}/links/mail 409 application/problem+json",
                    "POST /api/users/{username}/links/mail 503 application/problem+json");

    @Test
    void everyStatusThatIsPromisedIsGivenAndNoOther() throws Exception {
        try (Stage stage = new Stage()) {
            EveryOperation every = new EveryOperation(stage);
            every.areAskedAboutNothing(stage.contract.operations());
            for (Operation operation : stage.contract.operations()) {
                every.isAsked(operation);
            }
            new CallsAboutAccounts(stage).make();
            new CallsAboutEnrollments(stage).make();
            new CallsAboutImports(stage).make();
            new CallsAboutDashboards(stage).make();
            new CallsAboutLectures(stage).make();
            new CallsAboutAttendance(stage).make();
            new CallsAboutCurriculum(stage).make();
            new CallsAboutCalendars(stage).make();
            new CallsAboutClinics(stage).make();
            new CallsAboutTeams(stage).make();
            new CallsAboutCompetitions(stage).make();
            new CallsAboutGpus(stage).make();
            new CallsAboutReviews(stage).make();

            assertThat(stage.contract.unseen())
                    .as(
                            "in the document, but no call here is answered so: it is impossible, or"
                                    + " a call is missing in GoodRequest (what is good) or CallsAbout…")
                    .containsExactlyElementsOf(WITHOUT_MAIL);
        }
    }
}
