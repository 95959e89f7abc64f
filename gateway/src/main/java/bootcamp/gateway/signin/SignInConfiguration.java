package bootcamp.gateway.signin;

import bootcamp.gateway.route.AccessApi;
import bootcamp.gateway.route.Operations;
import bootcamp.gateway.route.Services;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.HttpProperties;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.http.Problems;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.security.Role;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.source.KeyedHash;
import bootcamp.platform.task.Background;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The beans of signing in. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
@EnableConfigurationProperties(SignInProperties.class)
public class SignInConfiguration {

    private static final Duration SWEEP = Duration.ofHours(1);
    private static final Set<Role> STAFF = Set.of(Role.ADMIN, Role.STAFF);

    @Bean
    AccountStore accountStore(MongoDatabase database) {
        return new AccountStore(database);
    }

    @Bean
    TicketStore ticketStore(
            MongoDatabase database,
            KeyedHash hash,
            IdSource ids,
            InstantSource clock,
            SignInProperties properties) {
        return new TicketStore(database, hash, ids, clock, properties.signIn().idle());
    }

    @Bean
    AttemptStore attemptStore(MongoDatabase database, KeyedHash hash, InstantSource clock) {
        return new AttemptStore(database, hash, clock);
    }

    @Bean
    PasswordEncoder passwordEncoder() {
        return Passwords.argon2();
    }

    @Bean
    Passwords passwords(PasswordEncoder passwordEncoder) {
        return new Passwords(passwordEncoder);
    }

    @Bean
    Projection erasures(MongoDatabase database) {
        return new Projection(database, "erasures");
    }

    @Bean
    ErasedStudents erasedStudents(AccountStore accounts) {
        return new ErasedStudents(accounts);
    }

    @Bean
    Accounts accounts(
            AccountStore store,
            TicketStore tickets,
            Passwords passwords,
            Projection erasures,
            ErasedStudents erased,
            InstantSource clock) {
        return new Accounts(store, tickets, passwords, erasures, erased, clock);
    }

    @Bean
    OpenStreams openStreams(
            TicketStore tickets,
            AccountStore accounts,
            ErasedStudents erased,
            SignInProperties properties) {
        return new OpenStreams(tickets, accounts, erased, properties.signIn().addressStreams());
    }

    @Bean
    StreamsApi streamsApi(OpenStreams streams) {
        return new StreamsApi(streams);
    }

    @Bean
    NamedAccounts namedAccounts(AccountStore accounts) {
        return new NamedAccounts(
                names ->
                        accounts.findAll(names)
                                .filter(each -> STAFF.contains(each.role()))
                                .map(Account::username)
                                .collect(Collectors.toSet()));
    }

    @Bean
    Csrf csrf(KeyedHash hash, IdSource ids) {
        return new Csrf(hash, ids);
    }

    @Bean
    CsrfApi csrfApi(Csrf csrf, Operations operations) {
        return new CsrfApi(csrf, operations);
    }

    @Bean
    SessionCookie sessionCookie(HttpProperties http, SignInProperties properties) {
        return new SessionCookie(http.https(), properties.signIn().session(), "session");
    }

    @Bean
    SignIn signIn(
            AccountStore accounts,
            TicketStore tickets,
            AttemptStore attempts,
            Passwords passwords,
            ErasedStudents erased,
            InstantSource clock,
            SignInProperties properties) {
        return new SignIn(
                accounts, tickets, attempts, passwords, erased, clock, properties.signIn());
    }

    @Bean
    SignInApi signInApi(
            SignIn signIn,
            TicketStore tickets,
            OpenStreams streams,
            SessionCookie cookie,
            Csrf csrf,
            SignInProperties properties) {
        return new SignInApi(signIn, tickets, streams, cookie, csrf, properties.signIn());
    }

    @Bean
    SetupApi setupApi(Accounts accounts, AccountStore store, SignInProperties properties) {
        return new SetupApi(accounts, store, properties.setupToken());
    }

    @Bean
    Links links(Accounts accounts, SignInProperties properties) {
        return new Links(accounts, properties.publicUrl(), properties.signIn().link());
    }

    @Bean
    UserApi userApi(
            Accounts accounts,
            AccountStore store,
            Idempotency idempotency,
            Cursors cursors,
            JsonMapper json,
            Links links) {
        return new UserApi(accounts, store, idempotency, cursors, json, links);
    }

    @Bean
    Invitees invitees(Accounts accounts, Services services, KeyedHash hash) {
        return new Invitees(accounts, services, hash);
    }

    @Bean
    InvitationApi invitationApi(
            Accounts accounts, Links links, Invitees invitees, Idempotency idempotency) {
        return new InvitationApi(accounts, links, invitees, idempotency);
    }

    @Bean
    LinkMailApi linkMailApi(
            Accounts accounts,
            Links links,
            Services services,
            Invitees invitees,
            Idempotency idempotency,
            Cursors cursors) {
        return new LinkMailApi(
                accounts, links, new LinkMail(services, links), invitees, idempotency, cursors);
    }

    /** Part of readiness. */
    @Bean
    Seeds accountsHealthIndicator(Accounts accounts, SignInProperties properties) {
        return new Seeds(accounts, properties.accounts());
    }

    @Bean
    InitializingBean signInChores(
            Background background,
            Seeds seeds,
            OpenStreams streams,
            ErasedStudents erased,
            TicketStore tickets,
            AttemptStore attempts) {
        return () -> {
            background.start("accounts of the configuration", seeds.sow());
            background.every(Duration.ofSeconds(1), "sessions of streams", streams::check);
            background.every(
                    Duration.ofSeconds(1), "accounts of erased students", erased::endAccounts);
            background.every(SWEEP, "old sessions", tickets::sweep);
            background.every(SWEEP, "old attempts", attempts::sweep);
        };
    }

    /** Nobody is authenticated by Spring Security itself: sessions are found, not made, there. */
    @Bean
    ReactiveAuthenticationManager noAuthenticationManager() {
        return _ -> Mono.error(ProblemException.unauthenticated());
    }

    @Bean
    SecurityWebFilterChain securityWebFilterChain(
            ServerHttpSecurity http,
            TicketStore tickets,
            AccountStore accounts,
            ErasedStudents erased,
            SessionCookie cookie,
            AccessApi access,
            Problems problems) {
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable) // CsrfApi
                .headers(ServerHttpSecurity.HeaderSpec::disable) // HttpGuard
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .securityContextRepository(new SessionGateApi(tickets, accounts, erased, cookie))
                .authorizeExchange(paths -> paths.anyExchange().access(access))
                .exceptionHandling(
                        answers ->
                                answers.authenticationEntryPoint(
                                                (exchange, _) ->
                                                        problems.answer(
                                                                exchange,
                                                                ProblemException.unauthenticated()))
                                        .accessDeniedHandler(
                                                (exchange, _) ->
                                                        problems.answer(
                                                                exchange,
                                                                ProblemException.forbidden())))
                .build();
    }
}
