package bootcamp.enrollment.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Has letters sent whose words others have written, each once: a claim in the database stands
 * between those who would send it at the same time, and what was sent is known there until the
 * letter is good for nothing. Only a process that dies between the mail server's word and the note
 * of it leaves one that goes again.
 */
public final class Postman {

    private static final Logger LOG = LoggerFactory.getLogger(Postman.class);

    private final @Nullable MailServer server;
    private final LetterStore store;

    /**
     * @param server null: none is configured
     */
    Postman(@Nullable MailServer server, LetterStore store) {
        this.server = server;
        this.store = store;
    }

    /**
     * @param studentId whose it is
     * @param secret what makes it this one among all letters to the student
     * @param validUntil it is good for nothing from then on
     * @param subject one line
     */
    public record Mail(
            String studentId,
            String secret,
            Instant validUntil,
            String to,
            String subject,
            String text)
            implements Posted {

        /** Never to whom, and never what. */
        @Override
        public String toString() {
            return "Mail[]";
        }
    }

    /** What became of a letter. */
    public enum Outcome {
        /** Now, or before. */
        SENT,
        /** The mail server knows no such address, or it is none: another try would be in vain. */
        NO_SUCH_ADDRESS,
        /** Not this time; another try may do. */
        NOT_NOW,
        /** Somebody else is sending it. */
        IN_OTHER_HANDS
    }

    /** Whether there is a mail server. */
    public boolean canSend() {
        return server != null;
    }

    /** How long to wait before a letter is tried again that was tried so often in vain. */
    public static Duration pauseAfter(int tries) {
        return NoticeLetter.pauseAfter(tries);
    }

    /** To be called only where there is a mail server. */
    public Mono<Outcome> send(Mail mail) {
        MailServer known = server;
        if (known == null) {
            return Mono.error(new IllegalStateException("there is no mail server"));
        }
        return store.claim(mail)
                .flatMap(
                        claim ->
                                switch (claim) {
                                    case OURS ->
                                            Mono.fromCallable(
                                                            () ->
                                                                    known.send(
                                                                            mail.to(),
                                                                            mail.subject(),
                                                                            mail.text()))
                                                    .subscribeOn(Schedulers.boundedElastic())
                                                    .flatMap(failure -> noted(mail, failure));
                                    case ANOTHERS -> Mono.just(Outcome.IN_OTHER_HANDS);
                                    case SENT -> Mono.just(Outcome.SENT);
                                });
    }

    private Mono<Outcome> noted(Mail mail, Optional<NotSent> failure) {
        if (failure.isEmpty()) {
            return store.sent(mail).thenReturn(Outcome.SENT);
        }
        LOG.atWarn().addKeyValue("error", failure.get()).log("A letter was not sent");
        return store.notSent(mail)
                .thenReturn(
                        failure.get() == NotSent.ADDRESS_REFUSED
                                ? Outcome.NO_SUCH_ADDRESS
                                : Outcome.NOT_NOW);
    }
}
