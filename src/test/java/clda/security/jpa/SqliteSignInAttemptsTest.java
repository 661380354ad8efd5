package clda.security.jpa;

import clda.kit.TestDatabase;

class SqliteSignInAttemptsTest extends SignInAttemptsContract {
    @Override
    TestDatabase database() {
        return TestDatabase.embedded(dataDir);
    }
}
