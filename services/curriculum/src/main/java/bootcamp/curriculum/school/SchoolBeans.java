package bootcamp.curriculum.school;

import bootcamp.platform.projection.Lookup;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.projection.ProjectionReader;
import bootcamp.platform.school.Students;
import bootcamp.platform.stream.StreamFeed;
import com.mongodb.reactivestreams.client.MongoDatabase;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** The beans of what is known of the school. */
@Configuration(proxyBeanMethods = false)
public class SchoolBeans {

    /** Named as it is since a document of the collection before it held the zone alone (0007). */
    @Bean
    Projection knownCohorts(MongoDatabase database) {
        return new Projection(database, "schoolCohorts");
    }

    @Bean
    Projection knownStudents(MongoDatabase database) {
        return new Projection(database, "students");
    }

    @Bean
    Projection knownStays(MongoDatabase database) {
        return new Projection(database, "stays");
    }

    @Bean
    Cohorts cohorts(
            @Qualifier("knownCohorts") Projection knownCohorts,
            ObjectProvider<StreamFeed<ProjectionReader.Entry>> feed) {
        return new Cohorts(new Lookup(knownCohorts, behind(feed)));
    }

    @Bean
    Students students(
            @Qualifier("knownStudents") Projection knownStudents,
            ObjectProvider<StreamFeed<ProjectionReader.Entry>> feed) {
        return new Students(knownStudents, new Lookup(knownStudents, behind(feed)));
    }

    @Bean
    Roster roster(
            @Qualifier("knownStays") Projection knownStays,
            ObjectProvider<StreamFeed<ProjectionReader.Entry>> feed) {
        return new Roster(knownStays, new Lookup(knownStays, behind(feed)));
    }

    private static Mono<Boolean> behind(ObjectProvider<? extends StreamFeed<?>> feed) {
        return Mono.defer(() -> feed.getObject().isBehind());
    }
}
