package clda.effects;

import clda.kit.SeEngine;
import clda.kit.TestDatabase;

class SqliteEffectSumsTest extends EffectSumsContract {

    @Override
    TestDatabase database() {
        return TestDatabase.embedded(dataDir);
    }

    @Override
    SeEngine another() {
        return SeEngine.on(dataDir, database());
    }
}
