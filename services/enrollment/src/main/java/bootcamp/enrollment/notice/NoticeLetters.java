package bootcamp.enrollment.notice;

import bootcamp.enrollment.notice.DueLetterStore.Due;
import bootcamp.enrollment.person.Person;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.platform.http.Texts;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Writes to students what is urgent of their notices, each once, whatever is heard twice and
 * whatever process dies. A letter is written of what the student is told now and has not read yet:
 * what was overtaken is not written. It is in both languages, as nobody has said which one a
 * student reads.
 */
final class NoticeLetters {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeLetters.class);
    private static final int PART = 100;
    private static final int AT_ONCE = 4;
    private static final List<Locale> LANGUAGES = List.of(Locale.KOREAN, Locale.ENGLISH);
    private static final Pattern LINE_BREAKS = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");

    private final MailServer server;
    private final DueLetterStore due;
    private final LetterStore sent;
    private final Notices notices;
    private final NoticeMarkStore marks;
    private final PersonStore persons;
    private final Texts texts;
    private final InstantSource clock;

    NoticeLetters(
            MailServer server,
            DueLetterStore due,
            LetterStore sent,
            Notices notices,
            NoticeMarkStore marks,
            PersonStore persons,
            Texts texts,
            InstantSource clock) {
        this.server = server;
        this.due = due;
        this.sent = sent;
        this.notices = notices;
        this.marks = marks;
        this.persons = persons;
        this.texts = texts;
        this.clock = clock;
    }

    // ---- noting

    /**
     * Notes which letters follow from news, but for those that were sent and that come too late.
     */
    Mono<Void> note(List<News> heard) {
        Instant now = clock.instant();
        return Flux.fromIterable(heard)
                .flatMapIterable(news -> news.letters().toList())
                .filter(letter -> !letter.isTooLate(now))
                .filterWhen(letter -> sent.isSent(letter).map(isSent -> !isSent))
                .collectMap(NoticeLetter::id)
                .flatMap(letters -> due.add(letters.values()));
    }

    // ---- sending

    /**
     * Sends what is due; what could not be sent stays due and is tried again after a pause that
     * grows. To be called now and then.
     */
    Mono<Void> send() {
        return part("").expand(
                        part ->
                                part.size() < PART
                                        ? Mono.empty()
                                        : part(part.getLast().letter().id()))
                .concatMap(
                        part ->
                                Flux.fromIterable(part)
                                        .flatMap(this::send, AT_ONCE)
                                        .collect(
                                                Collectors.groupingBy(
                                                        failure -> failure, Collectors.counting())))
                .doOnNext(NoticeLetters::report)
                .then();
    }

    private Mono<List<Due>> part(String after) {
        return due.after(after, clock.instant(), PART).collectList();
    }

    private static void report(Map<NotSent, Long> failures) {
        failures.forEach(
                (reason, count) ->
                        LOG.atWarn()
                                .addKeyValue("error", reason)
                                .addKeyValue("count", count)
                                .log("Letters about notices were not sent"));
    }

    /** Empty: it was sent, or is not to be. */
    private Mono<NotSent> send(Due each) {
        NoticeLetter letter = each.letter();
        if (letter.isTooLate(clock.instant())) {
            return due.remove(letter).then(Mono.empty());
        }
        return written(letter)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(
                        mail ->
                                mail.map(text -> send(each, text))
                                        .orElseGet(() -> due.remove(letter).then(Mono.empty())));
    }

    private record Mail(String to, String subject, String text) {}

    /** Empty: nothing is to be written, or nobody knows where to. */
    private Mono<Mail> written(NoticeLetter letter) {
        return unread(letter)
                .zipWith(persons.find(letter.studentId()))
                .flatMap(both -> Mono.justOrEmpty(mail(both.getT1(), both.getT2())));
    }

    private Mono<Notice> unread(NoticeLetter letter) {
        return notices.of(letter.studentId())
                .zipWith(marks.of(letter.studentId()))
                .flatMapIterable(
                        both ->
                                both.getT1().stream()
                                        .filter(each -> !both.getT2().isRead(each))
                                        .toList())
                .filter(notice -> notice.noticeId().equals(letter.noticeId()))
                .next();
    }

    private Mono<NotSent> send(Due each, Mail mail) {
        NoticeLetter letter = each.letter();
        return sent.claim(letter)
                .flatMap(
                        claim ->
                                switch (claim) {
                                    case OURS ->
                                            Mono.fromCallable(
                                                            () ->
                                                                    server.send(
                                                                            mail.to(),
                                                                            mail.subject(),
                                                                            mail.text()))
                                                    .subscribeOn(Schedulers.boundedElastic())
                                                    .flatMap(failure -> noted(each, failure));
                                    case ANOTHERS -> Mono.empty();
                                    case SENT -> due.remove(letter).then(Mono.empty());
                                });
    }

    private Mono<NotSent> noted(Due each, Optional<NotSent> failure) {
        NoticeLetter letter = each.letter();
        if (failure.isEmpty()) {
            return sent.sent(letter).then(due.remove(letter)).then(Mono.empty());
        }
        Mono<Void> kept = sent.notSent(letter);
        // To an address that is none it would be tried in vain until it is too late.
        Mono<Void> next =
                failure.get() == NotSent.ADDRESS_REFUSED
                        ? due.remove(letter)
                        : due.postpone(
                                letter,
                                clock.instant().plus(NoticeLetter.pauseAfter(each.tries())));
        return kept.then(next).thenReturn(failure.get());
    }

    // ---- words

    private @Nullable Mail mail(Notice notice, Person person) {
        String address = person.email();
        if (address == null) {
            return null;
        }
        return new Mail(
                address,
                LANGUAGES.stream()
                        .map(language -> text(notice, person, "subject", language))
                        .collect(Collectors.joining(" · ")),
                LANGUAGES.stream()
                        .map(language -> text(notice, person, "body", language))
                        .collect(Collectors.joining("\n----\n\n")));
    }

    private String text(Notice notice, Person person, String part, Locale language) {
        String name = person.name();
        String greeting =
                name == null
                        ? texts.get("letter.greeting.nameless", language, Map.of())
                        : texts.get("letter.greeting", language, Map.of("name", oneLine(name)));
        return texts.get(
                "letter." + notice.code() + "." + part,
                language,
                words(notice, greeting, language));
    }

    private Map<String, Object> words(Notice notice, String greeting, Locale language) {
        Map<String, Object> words = new HashMap<>();
        words.put("greeting", greeting);
        String title = notice.title();
        if (title != null) {
            words.put("title", oneLine(title));
        }
        LocalDate date = notice.date();
        if (date != null) {
            words.put("date", shown(date, "letter.day", language));
        }
        String startsAt = notice.startsAt();
        if (startsAt != null) {
            OffsetDateTime starts = OffsetDateTime.parse(startsAt);
            words.put("startsAt", time(starts.toInstant(), notice, language));
        }
        Instant confirmBy = notice.confirmBy();
        if (confirmBy != null) {
            words.put("confirmBy", time(confirmBy, notice, language));
        }
        return words;
    }

    private static String oneLine(String text) {
        return LINE_BREAKS.matcher(text).replaceAll(" ");
    }

    private String time(Instant at, Notice notice, Locale language) {
        ZoneId zone = ZoneId.of(Objects.requireNonNull(notice.timeZone()));
        return shown(at.atZone(zone), "letter.time", language);
    }

    private String shown(TemporalAccessor time, String pattern, Locale language) {
        return DateTimeFormatter.ofPattern(texts.get(pattern, language, Map.of()), language)
                .format(time);
    }
}
