package clda.audit;

import clda.kit.TestDatabase;

class SqliteTrailTest extends JpaTrailContract {
    @Override
    TestDatabase database() {
        return TestDatabase.embedded(dataDir);
    }
}
