package bootcamp.curriculum.lecture;

import bootcamp.curriculum.CurriculumEvent.OfLecture;
import bootcamp.curriculum.school.Cohorts;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.AggregateStores;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.listing.ListingStore;
import bootcamp.platform.projection.ProjectionReader;
import bootcamp.platform.school.Students;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.stream.StreamFeed;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The beans of special lectures. */
@Configuration(proxyBeanMethods = false)
public class LectureBeans {

    @Bean
    AggregateStore<Lecture, LectureCommand, OfLecture> lectures(AggregateStores stores) {
        return stores.of(Lecture.TYPE, "lectures");
    }

    @Bean
    ListingStore listings(MongoDatabase database) {
        return new ListingStore(database, "listings", "lectureIds");
    }

    @Bean
    LectureDesk desk(
            AggregateStore<Lecture, LectureCommand, OfLecture> lectures,
            @Qualifier("listings") ListingStore listings,
            Clock clock) {
        return new LectureDesk(lectures, listings, clock);
    }

    @Bean
    Departures departures(
            LectureDesk desk,
            List<Departures.Places> places,
            Students students,
            ObjectProvider<StreamFeed<ProjectionReader.Entry>> feed,
            Clock clock) {
        return new Departures(
                desk,
                Departures.Places.together(places),
                students,
                () -> feed.getObject().isCaughtUp(),
                clock);
    }

    @Bean
    LectureAccess lectureAccess(LectureDesk desk, Students students) {
        return new LectureAccess(desk, students);
    }

    @Bean
    LectureForm lectureForm(Cohorts cohorts) {
        return new LectureForm(cohorts);
    }

    @Bean
    LectureApi lectureApi(
            LectureDesk desk,
            LectureAccess access,
            LectureForm form,
            Idempotency idempotency,
            Cursors cursors,
            Clock clock,
            IdSource ids,
            JsonMapper json) {
        return new LectureApi(desk, access, form, idempotency, cursors, clock, ids, json);
    }

    @Bean
    RegistrationApi registrationApi(
            LectureDesk desk,
            LectureAccess access,
            Students students,
            Cursors cursors,
            Clock clock) {
        return new RegistrationApi(desk, access, students, cursors, clock);
    }
}
