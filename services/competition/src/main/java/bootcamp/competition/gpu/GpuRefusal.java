package bootcamp.competition.gpu;

import bootcamp.platform.aggregate.Refusal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.OffsetDateTime;
import java.util.Map;

/** Why a pool of GPUs says no. */
public sealed interface GpuRefusal extends Refusal {

    /**
     * The team has had its hours of the week, or has not so many left.
     *
     * @param usedMinutes with what it has asked for
     */
    record QuotaReached(long quotaMinutes, long usedMinutes) implements GpuRefusal {
        @Override
        public String code() {
            return "GPU_QUOTA_REACHED";
        }

        @Override
        public Kind kind() {
            return Kind.NOT_ALLOWED;
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("quotaHours", hours(quotaMinutes), "usedHours", hours(usedMinutes));
        }

        /** To a tenth: 8, 1.7. */
        private static String hours(long minutes) {
            return BigDecimal.valueOf(minutes)
                    .divide(BigDecimal.valueOf(60), 1, RoundingMode.HALF_UP)
                    .stripTrailingZeros()
                    .toPlainString();
        }
    }

    /** It is claimed by who is there, shortly before it begins. */
    record ClaimNotOpen(OffsetDateTime opensAt) implements GpuRefusal {
        @Override
        public String code() {
            return "GPU_CLAIM_NOT_OPEN";
        }

        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of(OPENS_AT, opensAt);
        }
    }

    /** What needs no particulars. */
    enum Now implements GpuRefusal {
        /** There is none, or none that the caller may know of. */
        GPU_POOL_NOT_FOUND(Kind.NOT_FOUND),
        GPU_POOL_EXISTS(Kind.CONFLICT),
        GPU_POOL_UNSOUND(Kind.NOT_ALLOWED),
        /** There is none, or none that the caller may know of. */
        GPU_RESERVATION_NOT_FOUND(Kind.NOT_FOUND),
        /** It waits, has not been drawn, is over, or was not claimed in time. */
        GPU_NOT_HELD(Kind.CONFLICT),
        /** A cluster releases what has begun. */
        GPU_NOT_BEGUN(Kind.CONFLICT),
        /** A note for the next is left by who is, or was, on the GPU. */
        GPU_NOTE_NOT_OPEN(Kind.CONFLICT),
        /** As many reservations of the week as there may be, of the team or of all. */
        GPU_WEEK_FULL(Kind.CONFLICT),
        /** Somebody else edited it in between; the caller decides again on what is there. */
        PLAN_CHANGED(Kind.CONFLICT);

        private final Kind kind;

        Now(Kind kind) {
            this.kind = kind;
        }

        @Override
        public String code() {
            return name();
        }

        @Override
        public Kind kind() {
            return kind;
        }
    }
}
