package clda.metrics;

import clda.kit.TestDatabase;

class SqliteWaitingTest extends WaitingContract {

    @Override
    TestDatabase database() {
        return TestDatabase.embedded(dataDir);
    }
}
