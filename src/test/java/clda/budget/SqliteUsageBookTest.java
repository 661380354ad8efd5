package clda.budget;

import clda.kit.TestDatabase;

class SqliteUsageBookTest extends JpaUsageBookContract {
    @Override
    TestDatabase database() {
        return TestDatabase.embedded(dataDir);
    }
}
