package clda.events;

import clda.kit.TestDatabase;

class SqliteDeadLettersTest extends DeadLettersContract {

    @Override
    TestDatabase database() {
        return TestDatabase.embedded(dataDir);
    }
}
