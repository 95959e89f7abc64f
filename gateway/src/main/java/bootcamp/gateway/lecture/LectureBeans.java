package bootcamp.gateway.lecture;

import bootcamp.gateway.route.Services;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import tools.jackson.databind.json.JsonMapper;

/** The beans of lectures as they go on. */
@Configuration(proxyBeanMethods = false)
public class LectureBeans {

    @Bean
    LiveLectures liveLectures(
            JsonMapper json, @Value("${bootcamp.dashboards.heartbeat:15s}") Duration heartbeat) {
        return new LiveLectures(json, heartbeat);
    }

    /** Before the server stops taking requests. */
    @Bean
    ApplicationListener<ContextClosedEvent> endOfLectureStreams(LiveLectures lectures) {
        return _ -> lectures.close();
    }

    @Bean
    LectureStreamApi lectureStreamApi(LiveLectures lectures, Services services) {
        return new LectureStreamApi(lectures, services);
    }
}
