package clda.security;

import clda.kit.TestDatabase;

class SqliteStandingTest extends StandingStoreContract {
    @Override
    TestDatabase database() {
        return TestDatabase.embedded(dataDir);
    }
}
