package clda.security;

import clda.kit.TestDatabase;

class SqliteSocketTicketsTest extends SocketTicketsContract {
    @Override
    TestDatabase database() {
        return TestDatabase.embedded(dataDir);
    }
}
