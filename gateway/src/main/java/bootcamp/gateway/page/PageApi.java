package bootcamp.gateway.page;

import static org.springframework.web.reactive.function.server.RequestPredicates.accept;
import static org.springframework.web.reactive.function.server.RequestPredicates.methods;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import bootcamp.gateway.page.PageFiles.Language;
import bootcamp.gateway.page.PageFiles.Theme;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Serves the pages: one document for all their addresses, in the reader's language and theme, and
 * the files it loads.
 */
public final class PageApi {

    static final String ASSETS = "/assets/";

    /** What is sent to somebody who has no account: its title stands in the document itself. */
    private static final String SHARED = "/l/{id}";

    /**
     * Where there is a page; the browser's table of routes has the same, and a test compares them.
     */
    static final List<String> PAGES =
            List.of(
                    "/",
                    "/sign-in",
                    "/setup",
                    "/invite",
                    "/compare",
                    "/cohorts/new",
                    "/c/{id}",
                    "/c/{id}/students",
                    "/c/{id}/import",
                    "/c/{id}/edit",
                    "/c/{id}/attendance",
                    "/c/{id}/attendance/policy",
                    "/c/{id}/calls",
                    "/c/{id}/completion",
                    "/me/completion",
                    "/me/certificates",
                    "/certificates",
                    "/c/{id}/calendar",
                    "/c/{id}/curriculum",
                    "/c/{id}/clinics",
                    "/clinics",
                    "/c/{id}/teams",
                    "/team",
                    "/week",
                    "/c/{id}/attendance/code",
                    "/c/{id}/check-in",
                    "/check-in",
                    "/students/{id}",
                    "/lectures",
                    "/lectures/new",
                    "/lectures/{id}",
                    "/lectures/{id}/edit",
                    SHARED,
                    "/c/{id}/applications",
                    "/apply/{id}",
                    "/risk",
                    "/settings",
                    "/dead-letters",
                    "/me",
                    "/notices",
                    "/me/requests",
                    "/reviews",
                    "/reviews/write",
                    "/conduct",
                    "/reviews/summary",
                    "/c/{id}/reviews",
                    "/p/{id}",
                    "/competitions",
                    "/competitions/new",
                    "/competitions/{id}",
                    "/competitions/{id}/edit",
                    "/competitions/{id}/desk",
                    "/competitions/{id}/trials",
                    "/competitions/{id}/peers",
                    "/gpus");

    /** Below these the answer to a wrong address is not a page. */
    private static final List<String> NOT_PAGES =
            List.of("/api/", ASSETS, "/actuator", "/oauth2/", "/login/");

    private static final String LANGUAGE_COOKIE = "lang";
    private static final String THEME_COOKIE = "theme";
    private static final CacheControl FOR_GOOD =
            CacheControl.maxAge(java.time.Duration.ofDays(365)).cachePublic().immutable();
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.KOREAN);

    private final PageFiles files;
    private final Function<String, Optional<String>> sharedTitles;

    private PageApi(PageFiles files, Function<String, Optional<String>> sharedTitles) {
        this.files = files;
        this.sharedTitles = sharedTitles;
    }

    /**
     * @param sharedTitles the title of a lecture, where anybody may know it
     */
    public static RouterFunction<ServerResponse> routes(
            Function<String, Optional<String>> sharedTitles) {
        return new PageApi(PageFiles.read(), sharedTitles).routing();
    }

    private RouterFunction<ServerResponse> routing() {
        RequestPredicate read = methods(HttpMethod.GET, HttpMethod.HEAD);
        RequestPredicate page =
                PAGES.stream()
                        .map(address -> (RequestPredicate) path(address))
                        .reduce(RequestPredicate::or)
                        .orElseThrow();
        return RouterFunctions.route(read.and(path(ASSETS + "{build}/{*name}")), this::file)
                .andRoute(read.and(path(SHARED)), this::shared)
                .andRoute(read.and(page), request -> page(request, HttpStatus.OK))
                .andRoute(
                        read.and(PageApi::looksLikePage).and(accept(MediaType.TEXT_HTML)),
                        request -> page(request, HttpStatus.NOT_FOUND));
    }

    /** Somebody who follows a wrong link wants a page that says so, not a problem document. */
    private static boolean looksLikePage(ServerRequest request) {
        return request.headers().accept().contains(MediaType.TEXT_HTML)
                && NOT_PAGES.stream().noneMatch(request.path()::startsWith);
    }

    /** A file of another build is served as it is now, and asked for again next time. */
    private Mono<ServerResponse> file(ServerRequest request) {
        String name = request.pathVariable("name").substring(1);
        PageFile file = files.file(name);
        if (file == null) {
            return ServerResponse.notFound().build();
        }
        boolean ours = request.pathVariable("build").equals(files.build());
        return send(
                request, HttpStatus.OK, file, ours ? FOR_GOOD : CacheControl.noCache(), List.of());
    }

    private Mono<ServerResponse> page(ServerRequest request, HttpStatus status) {
        return page(request, status, files.page(language(request), theme(request)));
    }

    /** Who draws the preview of a link runs no scripts. */
    private Mono<ServerResponse> shared(ServerRequest request) {
        PageFile page =
                sharedTitles
                        .apply(request.pathVariable("id"))
                        .map(title -> files.page(language(request), theme(request), title))
                        .orElseGet(() -> files.page(language(request), theme(request)));
        return page(request, HttpStatus.OK, page);
    }

    private static Mono<ServerResponse> page(
            ServerRequest request, HttpStatus status, PageFile page) {
        List<String> vary = List.of(HttpHeaders.COOKIE, HttpHeaders.ACCEPT_LANGUAGE);
        return send(request, status, page, CacheControl.noCache(), vary);
    }

    private static Mono<ServerResponse> send(
            ServerRequest request,
            HttpStatus status,
            PageFile file,
            CacheControl caching,
            List<String> vary) {
        boolean gzip = takesGzip(request);
        var response =
                ServerResponse.status(status)
                        .cacheControl(caching)
                        .eTag(file.etag())
                        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                        .varyBy(vary.toArray(String[]::new))
                        .header(HttpHeaders.CONTENT_TYPE, file.contentType());
        if (gzip) {
            response.header(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        byte[] bytes = gzip ? file.gzip() : file.bytes();
        Mono<ServerResponse> whole = response.contentLength(bytes.length).bodyValue(bytes);
        return status == HttpStatus.OK
                ? request.checkNotModified(file.etag()).switchIfEmpty(whole)
                : whole;
    }

    private static boolean takesGzip(ServerRequest request) {
        return request.headers().header(HttpHeaders.ACCEPT_ENCODING).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(coding -> coding.replace(" ", ""))
                .anyMatch(coding -> coding.equals("gzip") || coding.startsWith("gzip;q=1"));
    }

    private static Language language(ServerRequest request) {
        String chosen = cookie(request, LANGUAGE_COOKIE);
        for (Language language : Language.values()) {
            if (language.tag().equals(chosen)) {
                return language;
            }
        }
        return Locale.KOREAN.equals(preferred(request)) ? Language.KO : Language.EN;
    }

    private static @Nullable Locale preferred(ServerRequest request) {
        try {
            return Locale.lookup(request.headers().acceptLanguage(), LANGUAGES);
        } catch (IllegalArgumentException malformed) {
            return Locale.ENGLISH;
        }
    }

    private static Theme theme(ServerRequest request) {
        String chosen = cookie(request, THEME_COOKIE);
        for (Theme theme : Theme.values()) {
            if (theme.tag().equals(chosen)) {
                return theme;
            }
        }
        return Theme.AUTO;
    }

    private static @Nullable String cookie(ServerRequest request, String name) {
        HttpCookie cookie = request.cookies().getFirst(name);
        return cookie == null ? null : cookie.getValue();
    }
}
