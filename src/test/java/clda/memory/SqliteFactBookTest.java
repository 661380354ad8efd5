package clda.memory;

import clda.kit.TestDatabase;

class SqliteFactBookTest extends JpaFactBookContract {
    @Override
    TestDatabase database() {
        return TestDatabase.embedded(dataDir);
    }
}
