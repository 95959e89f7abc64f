package bootcamp.curriculum.week;

import reactor.core.publisher.Mono;

/** Knows which sessions have slots to book: those are edited and cancelled as clinics. */
public interface ClinicSessions {

    Mono<Boolean> isClinic(String sessionId);
}
