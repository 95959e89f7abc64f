package bootcamp.curriculum.notes;

import bootcamp.curriculum.lecture.LectureAccess;
import bootcamp.platform.idempotency.Idempotency;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of lecture notes. */
@Configuration(proxyBeanMethods = false)
public class NotesBeans {

    @Bean
    NotesApi notesApi(
            MongoDatabase database, LectureAccess access, Idempotency idempotency, Clock clock) {
        return new NotesApi(new NotesStore(database), access, idempotency, clock);
    }
}
