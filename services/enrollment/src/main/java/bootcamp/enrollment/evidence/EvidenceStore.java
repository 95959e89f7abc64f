package bootcamp.enrollment.evidence;

import bootcamp.platform.projection.Projection;
import com.mongodb.reactivestreams.client.MongoDatabase;

/**
 * What the other services say of students, a document for each thing, under the cohort it is of.
 *
 * <pre>{@code
 * evidenceSheets         { "_id": "ai-lab-3/ai-lab-3.2024-01-02", "version": 4, "date": "2024-01-02",
 *                          "closed": true, "policyVersion": 1, "marks": { "77aa…": 0, "5f0c…": -1 } }
 * evidencePolicies       { "_id": "ai-lab-3/ai-lab-3", "versions": [{ "version": 1, "from": … }] }
 * evidenceActivities     { "_id": "ai-lab-3/s1", "day": "2024-01-05" }
 * evidenceParticipations { "_id": "ai-lab-3/s1", "tookPart": ["77aa…"], "asked": ["77aa…"] }
 * evidenceClinics        { "_id": "ai-lab-3/c1", "told": [], "helps": true,
 *                          "slots": [{ "endsAt": …, "booked": ["77aa…"] }] }
 * evidenceLectures       { "_id": "ai-lab-3/l1", "day": "2024-02-02", "came": ["77aa…"], "missed": [] }
 * evidenceRequests       { "_id": "ai-lab-3/r1", "studentId": "77aa…", "decideBy": "2024-02-05" }
 * evidenceCompetitions   { "_id": "ai-lab-3/k1", "startsAt": …, "endsAt": "2024-03-01T15:00:00Z", "teamSize": 4 }
 * evidenceTeams          { "_id": "k1/t1", "students": ["77aa…"], "members": ["77aa…"],
 *                          "submitted": { "77aa…": ["2024-02-20"] } }
 * evidenceContributions  { "_id": "k1/t1", "factors": { "77aa…": 0.92 } }
 * }</pre>
 */
record EvidenceStore(
        Projection sheets,
        Projection policies,
        Projection activities,
        Projection participations,
        Projection clinics,
        Projection lectures,
        Projection requests,
        Projection competitions,
        Projection teams,
        Projection contributions) {

    /**
     * @param prefix of the names of the collections
     */
    static EvidenceStore in(MongoDatabase database, String prefix) {
        return new EvidenceStore(
                new Projection(database, prefix + "Sheets"),
                new Projection(database, prefix + "Policies"),
                new Projection(database, prefix + "Activities"),
                new Projection(database, prefix + "Participations"),
                new Projection(database, prefix + "Clinics"),
                new Projection(database, prefix + "Lectures"),
                new Projection(database, prefix + "Requests"),
                new Projection(database, prefix + "Competitions"),
                new Projection(database, prefix + "Teams"),
                new Projection(database, prefix + "Contributions"));
    }
}
