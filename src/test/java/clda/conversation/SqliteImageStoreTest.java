package clda.conversation;

import clda.kit.TestDatabase;

class SqliteImageStoreTest extends JpaImageStoreContract {
    @Override
    TestDatabase database() {
        return TestDatabase.embedded(dataDir);
    }
}
