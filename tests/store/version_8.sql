BEGIN TRANSACTION;
CREATE TABLE answers (seat TEXT NOT NULL REFERENCES seats (id) ON DELETE CASCADE, item TEXT NOT NULL,
  value INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (seat, item)) WITHOUT ROWID;
CREATE TABLE ballots (id TEXT PRIMARY KEY, session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  number INTEGER NOT NULL, choices TEXT NOT NULL, dots INTEGER NOT NULL, dots_on_one INTEGER NOT NULL,
  closed INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO "ballots" VALUES('9a9cf23ef7698b6fdea673d0352e4dd3','6bb800fc43f0776cdc4d569352ef6eeb',2,'["L1-01","L1-02"]',1,1,0);
INSERT INTO "ballots" VALUES('edea74b85e664103163932bfda206162','6bb800fc43f0776cdc4d569352ef6eeb',1,'["Transmissions","Plannings"]',1,1,1);
CREATE TABLE brought (session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE, origin TEXT NOT NULL,
  mark TEXT NOT NULL, sheet TEXT NOT NULL, research INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (session, origin, mark)) WITHOUT ROWID;
CREATE TABLE comments (id TEXT PRIMARY KEY, seat TEXT NOT NULL REFERENCES seats (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL, about TEXT NOT NULL DEFAULT 'seance') WITHOUT ROWID;
CREATE TABLE erasures (id TEXT PRIMARY KEY, receipt TEXT NOT NULL, finished INTEGER NOT NULL, owner TEXT) WITHOUT ROWID;
CREATE TABLE placements (ballot TEXT NOT NULL REFERENCES ballots (id) ON DELETE CASCADE,
  seat TEXT NOT NULL REFERENCES seats (id) ON DELETE CASCADE, dots TEXT NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (ballot, seat)) WITHOUT ROWID;
INSERT INTO "placements" VALUES('9a9cf23ef7698b6fdea673d0352e4dd3','b743f12ec2c4494d6f906d5a45cacc34','{"L1-01":1}',2);
INSERT INTO "placements" VALUES('edea74b85e664103163932bfda206162','63cb82ee92e199cdbd68fb3b0091661d','{"Transmissions":1}',1);
INSERT INTO "placements" VALUES('edea74b85e664103163932bfda206162','972117c8a491dff65927a166ac9fb4d5','{"Transmissions":1}',1);
INSERT INTO "placements" VALUES('edea74b85e664103163932bfda206162','b109a8ee5c61a3da8189d3e350d66c62','{"Transmissions":1}',1);
INSERT INTO "placements" VALUES('edea74b85e664103163932bfda206162','b743f12ec2c4494d6f906d5a45cacc34','{"Transmissions":1}',1);
INSERT INTO "placements" VALUES('edea74b85e664103163932bfda206162','dd8db451ba8573350cd35ca648d91679','{"Plannings":1}',1);
INSERT INTO "placements" VALUES('edea74b85e664103163932bfda206162','dfb8640da93c5ebf5e9d1cbcb0e6f04c','{"Plannings":1}',1);
CREATE TABLE publications (session TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
  number INTEGER NOT NULL, day TEXT NOT NULL, waiting INTEGER NOT NULL, results TEXT NOT NULL, ledger TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE schema_version (version INTEGER PRIMARY KEY);
INSERT INTO "schema_version" VALUES(8);
CREATE TABLE seat_keys (hash TEXT PRIMARY KEY, seat TEXT NOT NULL REFERENCES seats (id) ON DELETE CASCADE, came_by TEXT) WITHOUT ROWID;
INSERT INTO "seat_keys" VALUES('12316b952d0abf29aa23f0b62ce10670634fcecf5574bd986a13db2a05171ad6','b109a8ee5c61a3da8189d3e350d66c62',NULL);
INSERT INTO "seat_keys" VALUES('384c1fd376ccfd1e0949ca6f61d3f0cdd6c85bb7dae3a7025f4c334db81c7952','972117c8a491dff65927a166ac9fb4d5',NULL);
INSERT INTO "seat_keys" VALUES('3af0c3ad468244c43b106587d397fa5c19b3ea73571dfab36699597dbc86bf0f','b743f12ec2c4494d6f906d5a45cacc34',NULL);
INSERT INTO "seat_keys" VALUES('5fe06c74d274fbb69b28eda7ed439757eb3925c26a397b89d62b14eedf62c6fa','dfb8640da93c5ebf5e9d1cbcb0e6f04c',NULL);
INSERT INTO "seat_keys" VALUES('74f57be945d1a3f894a6b5bfe3e732fae5c0aeee282fece6b8e43827abc589e9','63cb82ee92e199cdbd68fb3b0091661d',NULL);
INSERT INTO "seat_keys" VALUES('e665a2ebf9e5643e34cb87b11c459ec4bf769f62b85b052bb61aedd24802c91e','dd8db451ba8573350cd35ca648d91679',NULL);
CREATE TABLE seats (id TEXT PRIMARY KEY, session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  transfer TEXT UNIQUE, time_seq INTEGER NOT NULL, time_wanted INTEGER NOT NULL, time_cleared INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO "seats" VALUES('63cb82ee92e199cdbd68fb3b0091661d','6bb800fc43f0776cdc4d569352ef6eeb',NULL,0,0,0);
INSERT INTO "seats" VALUES('972117c8a491dff65927a166ac9fb4d5','6bb800fc43f0776cdc4d569352ef6eeb',NULL,0,0,0);
INSERT INTO "seats" VALUES('b109a8ee5c61a3da8189d3e350d66c62','6bb800fc43f0776cdc4d569352ef6eeb',NULL,0,0,0);
INSERT INTO "seats" VALUES('b743f12ec2c4494d6f906d5a45cacc34','6bb800fc43f0776cdc4d569352ef6eeb',NULL,0,0,0);
INSERT INTO "seats" VALUES('dd8db451ba8573350cd35ca648d91679','6bb800fc43f0776cdc4d569352ef6eeb',NULL,0,0,0);
INSERT INTO "seats" VALUES('dfb8640da93c5ebf5e9d1cbcb0e6f04c','6bb800fc43f0776cdc4d569352ef6eeb',NULL,0,0,0);
CREATE TABLE sessions (id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, decided TEXT NOT NULL,
  kept_until TEXT NOT NULL, rehearsal INTEGER NOT NULL, phase TEXT NOT NULL, phase_version INTEGER NOT NULL,
  focus TEXT, evaluated INTEGER NOT NULL DEFAULT 0, expected INTEGER, accepted INTEGER, shut INTEGER NOT NULL DEFAULT 0, organisation TEXT NOT NULL DEFAULT '', contact TEXT NOT NULL DEFAULT '', closes TEXT, zone TEXT) WITHOUT ROWID;
INSERT INTO "sessions" VALUES('6bb800fc43f0776cdc4d569352ef6eeb','KP6TZ','{"titre":"Maison des Tilleuls","questionnaire":"pas-a-pas","version":"1.1","jour":"2026-11-23","conserve_jusqu_au":"2027-05-23","variante":null,"mode":"individuel","seuils":{},"recherche":false}','2027-05-23',0,'resultats',2,NULL,0,6,NULL,0,'Les Tilleuls','accueil',NULL,NULL);
CREATE TABLE tallies (session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE, batch TEXT NOT NULL,
  item TEXT NOT NULL, kept INTEGER, counts TEXT, note TEXT, PRIMARY KEY (session, batch, item)) WITHOUT ROWID;
CREATE TABLE trainers (session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE, person TEXT NOT NULL,
  owner INTEGER NOT NULL, PRIMARY KEY (session, person)) WITHOUT ROWID;
INSERT INTO "trainers" VALUES('6bb800fc43f0776cdc4d569352ef6eeb','marie',1);
CREATE INDEX ix_seats_session ON seats (session);
CREATE INDEX ix_seat_keys_seat ON seat_keys (seat);
CREATE INDEX ix_ballots_session ON ballots (session);
CREATE INDEX ix_comments_seat ON comments (seat);
CREATE INDEX ix_trainers_person ON trainers (person);
COMMIT;
