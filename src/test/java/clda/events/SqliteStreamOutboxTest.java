package clda.events;

import clda.kit.TestDatabase;

class SqliteStreamOutboxTest extends StreamOutboxContract {

    @Override
    TestDatabase database() {
        return TestDatabase.embedded(dataDir);
    }
}
