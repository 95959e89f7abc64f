// Makes the replica set, one user for each part of the platform, and the collections that must not
// lie in the order in which they were written. Run by mongosh as the
// one-shot "mongodb-setup" of docker-compose.yml; safe to repeat: passwords become those of .env.

const SET = 'bootcamp';
const WAITS_MAX = 240;
const WAIT_MILLIS = 500;

// A part's user opens its own database and nothing else; what is personal has a user of its own.
const USERS = [
  { name: 'gateway', database: 'bootcamp_gateway', password: 'MONGODB_GATEWAY_PASSWORD' },
  { name: 'enrollment', database: 'bootcamp_enrollment', password: 'MONGODB_ENROLLMENT_PASSWORD' },
  { name: 'curriculum', database: 'bootcamp_curriculum', password: 'MONGODB_CURRICULUM_PASSWORD' },
  { name: 'competition', database: 'bootcamp_competition', password: 'MONGODB_COMPETITION_PASSWORD' },
  { name: 'review', database: 'bootcamp_review', password: 'MONGODB_REVIEW_PASSWORD' },
  { name: 'people', database: 'bootcamp_people', password: 'MONGODB_PEOPLE_PASSWORD' },
];

// Elsewhere documents lie in the order in which they came: of these that is the order in which
// students took tickets, wrote and reported. Their ids are random or keyed hashes.
const UNORDERED = { database: 'bootcamp_review', collections: ['boxes', 'conductReports', 'tickets'] };

function secret(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(name + ' is not set');
  }
  return value;
}

function isInitiated() {
  try {
    rs.status();
    return true;
  } catch (error) {
    if (error.codeName === 'NotYetInitialized') {
      return false;
    }
    throw error;
  }
}

function awaitPrimary() {
  for (let i = 0; i < WAITS_MAX; i++) {
    if (db.hello().isWritablePrimary) {
      return;
    }
    sleep(WAIT_MILLIS);
  }
  throw new Error('The replica set has no primary');
}

const admin = db.getSiblingDB('admin');
admin.auth('root', secret('MONGODB_ROOT_PASSWORD'));
if (!isInitiated()) {
  rs.initiate({ _id: SET, members: [{ _id: 0, host: 'mongodb:27017' }] });
}
awaitPrimary();
for (const user of USERS) {
  const grants = {
    pwd: secret(user.password),
    roles: [{ role: 'readWrite', db: user.database }],
  };
  if (admin.getUser(user.name)) {
    admin.updateUser(user.name, grants);
  } else {
    admin.createUser({ user: user.name, ...grants });
  }
}
const unordered = admin.getSiblingDB(UNORDERED.database);
for (const name of UNORDERED.collections) {
  const [found] = unordered.getCollectionInfos({ name });
  if (!found) {
    unordered.createCollection(name, { clusteredIndex: { key: { _id: 1 }, unique: true } });
  } else if (!found.options.clusteredIndex) {
    print(name + ' is of before, and lies in the order in which its documents came.');
  }
}
print('The replica set and its users are in order.');
