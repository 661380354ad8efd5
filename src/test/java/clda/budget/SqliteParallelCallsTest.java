package clda.budget;

import clda.kit.TestDatabase;

class SqliteParallelCallsTest extends ParallelCallsContract {

    @Override
    TestDatabase database() {
        return TestDatabase.embedded(dataDir);
    }

    @Override
    int nodes() {
        return 1;
    }
}
