package clda.boot;

import clda.kit.TestDatabase;

class SqliteDepartureTest extends DepartureContract {

    @Override
    TestDatabase database() {
        return TestDatabase.embedded(dataDir);
    }
}
