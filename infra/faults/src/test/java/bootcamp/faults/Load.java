package bootcamp.faults;

import static bootcamp.faults.Invariant.I12;

import bootcamp.faults.Ground.Course;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Commands in an open loop: each is sent at the moment that its schedule fixed before, however long
 * the ones before it take; only where very many wait for an answer is its turn left out, and the
 * rate that is told is that much lower. Several clients at once; every client has students of its
 * own, whose commands go one after the other.
 */
final class Load {

    private static final int SETTLE_AT_ONCE = 8;
    private static final int ERASED_ONE_IN = 12;

    /** Each takes a connection: a platform that falls behind is not sent ever more of them. */
    private static final int UNDER_WAY_MAX = 128;

    private final History history;
    private final Ground ground;
    private final String run;
    private final Random seeds;
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<Student> students = Collections.synchronizedList(new ArrayList<>());
    private final List<RosterUpload> uploads = Collections.synchronizedList(new ArrayList<>());
    private final List<Client> clients = new ArrayList<>();
    private final AtomicInteger sent = new AtomicInteger();
    private double meant;
    private double seconds;
    private volatile boolean stopped;

    /**
     * @param run part of all ids and keys
     * @param seed of all that is random here
     */
    Load(History history, Ground ground, String run, int clientCount, long seed) {
        this.history = history;
        this.ground = ground;
        this.run = run;
        this.seeds = new Random(seed);
        for (int i = 0; i < clientCount; i++) {
            clients.add(new Client(new Random(seeds.nextLong())));
        }
    }

    /** The students and their calls, of all clients. */
    List<Student> students() {
        synchronized (students) {
            return List.copyOf(students);
        }
    }

    List<RosterUpload> uploads() {
        synchronized (uploads) {
            return List.copyOf(uploads);
        }
    }

    int nextNumber() {
        return numbers.incrementAndGet();
    }

    String key(int number) {
        return run + "-" + number;
    }

    /** Students of a cohort who are about to enroll. */
    List<Student> newcomers(Course course, int count) {
        List<Student> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(new Student(run + "-s" + nextNumber(), course, seeds));
        }
        students.addAll(made);
        return made;
    }

    /** Sends a student's enrolling; what came of it is in the student afterwards. */
    void enroll(Student student, Api api) {
        int number = nextNumber();
        send(student, student.enroll(number, key(number)), api);
    }

    /** Sends the next command of a student who is no client's, and again until it is answered. */
    void next(Student student, Api api) {
        int number = nextNumber();
        send(student, student.next(number, key(number), seeds), api);
        settle(student, () -> api);
    }

    /** Erases a student who is no client's, and again until it is answered. */
    void erase(Student student, Api api) {
        send(student, student.erase(nextNumber()), api);
        settle(student, () -> api);
    }

    /** Erases who came by an import; whose enrollment is known by its id alone afterwards. */
    void erase(
            RosterUpload upload,
            String externalId,
            String enrollmentId,
            String studentId,
            Api api) {
        Call call = new Call(nextNumber(), Student.erasing(studentId), List.of());
        do {
            history.send(call, api);
        } while (call.isOpen());
        if (call.outcome() != Call.Outcome.OK) {
            throw new BrokenInvariant(I12.violated("%s: %s", call, String.valueOf(call.answer())));
        }
        upload.erased.put(externalId, enrollmentId);
    }

    private void send(Student student, Call call, Api api) {
        history.send(call, api);
        student.settled(call);
    }

    /** Opens a cohort and waits for the answer. */
    Course open(Api api, String id, int capacity) {
        int number = nextNumber();
        Call call = ground.opening(number, id, capacity, key(number));
        do {
            history.send(call, api);
        } while (call.isOpen());
        if (call.outcome() != Call.Outcome.OK) {
            throw new IllegalStateException(call + ": " + call.answer());
        }
        return ground.opened(id, capacity);
    }

    /**
     * Sends commands until {@link Running#stop}.
     *
     * @param perSecond of all clients together
     * @param api asked for each command: it may be another instance each time
     */
    Running start(int perSecond, Supplier<Api> api) {
        stopped = false;
        Running running = new Running(perSecond);
        clients.forEach(client -> running.begin(client, (double) perSecond / clients.size(), api));
        return running;
    }

    /** How many were sent while there was load, beside how many were meant to be; in words. */
    String rate() {
        return "%.0f commands a second sent of %.0f meant, over %.1f s of load"
                .formatted(sent.get() / seconds, meant / seconds, seconds);
    }

    /** A load under way. */
    final class Running {

        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final CountDownLatch schedules = new CountDownLatch(clients.size());
        private final Phaser underWay = new Phaser(1);
        private final Semaphore room = new Semaphore(UNDER_WAY_MAX);
        private final long began = System.nanoTime();
        private final int perSecond;

        private Running(int perSecond) {
            this.perSecond = perSecond;
        }

        private void begin(Client client, double perSecond, Supplier<Api> api) {
            threads.execute(
                    () -> {
                        long due = System.nanoTime();
                        while (!stopped) {
                            due += client.gap(perSecond);
                            sleepUntil(due);
                            if (!stopped && room.tryAcquire()) {
                                Runnable sending = client.next(api);
                                sent.incrementAndGet();
                                underWay.register();
                                threads.execute(
                                        () -> {
                                            try {
                                                sending.run();
                                            } finally {
                                                room.release();
                                                underWay.arriveAndDeregister();
                                            }
                                        });
                            }
                        }
                        schedules.countDown();
                    });
        }

        /** Sends no more, and waits until each call was answered or cut. */
        void stop() {
            stopped = true;
            double lasted = (System.nanoTime() - began) / 1e9;
            seconds += lasted;
            meant += lasted * perSecond;
            try {
                schedules.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted", e);
            }
            underWay.arriveAndAwaitAdvance();
            threads.close();
        }
    }

    private static void sleepUntil(long due) {
        long wait = due - System.nanoTime();
        if (wait > 0) {
            Pause.of(Duration.ofNanos(wait));
        }
    }

    /**
     * Repeats, with the same key, what was not answered; until it is. Many at once, but those of
     * one student one after the other.
     */
    void settle(Supplier<Api> api) {
        List<Future<?>> settling = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(SETTLE_AT_ONCE)) {
            for (Student student : students()) {
                if (student.isOpen()) {
                    settling.add(threads.submit(() -> settle(student, api)));
                }
            }
            for (RosterUpload upload : uploads()) {
                if (upload.call.isOpen()) {
                    settling.add(threads.submit(() -> settle(upload, api)));
                }
            }
        }
        settling.forEach(Load::ended);
        clients.forEach(Client::reclaim);
    }

    private void settle(Student student, Supplier<Api> api) {
        while (student.isOpen()) {
            again(student.calls.getLast(), api.get());
            student.settled(student.calls.getLast());
        }
    }

    private void settle(RosterUpload upload, Supplier<Api> api) {
        while (upload.call.isOpen()) {
            again(upload.call, api.get());
        }
    }

    /** What went wrong in it goes on here. */
    private static void ended(Future<?> settled) {
        try {
            settled.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void again(Call call, Api api) {
        history.send(call, api);
        if (call.isOpen()) {
            Pause.of(Duration.ofMillis(200));
        }
    }

    /** One of several that send at once. */
    private final class Client {

        private final Random random;
        private final Deque<Student> idle = new ArrayDeque<>();
        private final List<Student> own = new ArrayList<>();

        Client(Random random) {
            this.random = random;
        }

        /** To the next command, in nanoseconds: as rain falls. */
        long gap(double perSecond) {
            return (long) (-Math.log(1 - random.nextDouble()) / perSecond * 1e9);
        }

        /** The sending of the next command, which is decided now. */
        synchronized Runnable next(Supplier<Api> api) {
            if (random.nextInt(60) == 0) {
                RosterUpload upload = upload();
                return () -> history.send(upload.call, api.get());
            }
            Student student = idle.poll();
            // Now and then somebody new; and always where all others wait for an answer.
            if (student == null || random.nextInt(4) == 0) {
                if (student != null) {
                    idle.add(student);
                }
                student = newcomer();
            }
            int number = nextNumber();
            Call call =
                    student.isErasable() && random.nextInt(ERASED_ONE_IN) == 0
                            ? student.erase(number)
                            : student.next(number, key(number), random);
            Student sender = student;
            return () -> {
                history.send(call, api.get());
                done(sender, call);
            };
        }

        private Student newcomer() {
            List<Course> courses = ground.courses();
            Course course = courses.get(random.nextInt(courses.size()));
            Student student = new Student(run + "-s" + nextNumber(), course, random);
            students.add(student);
            own.add(student);
            return student;
        }

        private RosterUpload upload() {
            List<Course> roomy =
                    ground.courses().stream()
                            .filter(course -> course.capacity() == Ground.ROOMY)
                            .toList();
            Course course = roomy.get(random.nextInt(roomy.size()));
            int number = nextNumber();
            RosterUpload upload =
                    RosterUpload.of(
                            number,
                            course,
                            "%s-i%d".formatted(run, number),
                            1 + random.nextInt(40),
                            key(number),
                            random);
            uploads.add(upload);
            return upload;
        }

        private synchronized void done(Student student, Call call) {
            student.settled(call);
            if (!call.isOpen() && !student.isDone() && student.enrollmentId() != null) {
                idle.add(student);
            }
        }

        /** Those whose answer came late are free again. */
        private synchronized void reclaim() {
            idle.clear();
            own.stream()
                    .filter(student -> !student.isOpen() && !student.isDone())
                    .filter(student -> student.enrollmentId() != null)
                    .forEach(idle::add);
        }
    }
}
