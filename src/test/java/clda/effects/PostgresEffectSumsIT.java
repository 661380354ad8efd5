package clda.effects;

import clda.kit.FreshDatabase;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresEffectSumsIT extends EffectSumsContract {

    @RegisterExtension
    final FreshDatabase fresh = new FreshDatabase();

    @Override
    TestDatabase database() {
        return TestDatabase.postgres(fresh.url());
    }

    @Override
    SeEngine another() {
        return SeEngine.on(dataDir, database());
    }
}
