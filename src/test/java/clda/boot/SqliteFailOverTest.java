package clda.boot;

import clda.kit.TestDatabase;

class SqliteFailOverTest extends FailOverContract {

    @Override
    TestDatabase database() {
        return TestDatabase.embedded(dataDir);
    }

    @Override
    String earlierLine() {
        return "an earlier file";
    }

    @Override
    String laterLine() {
        return "later file";
    }
}
