package org.signetmail.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.tlog.LogStore;
import org.signetmail.tlog.LogStoreContract;

/** The contracts of all ports, on SQLite. */
class SqliteStoreTest {
  @TempDir Path folder;

  private StoreUrl first;

  @BeforeEach
  void place() {
    first = StoreUrl.sqlite(folder.resolve("store.db"));
  }

  private StoreUrl second() {
    return StoreUrl.sqlite(folder.resolve("second.db"));
  }

  @Nested
  class CertificateStore extends CertificateStoreContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class CrlStore extends CrlStoreContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class ArchiveStore extends ArchiveStoreContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class OfficerStore extends OfficerStoreContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class RecoveryStore extends RecoveryStoreContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class CodeCopyStore extends CodeCopyStoreContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class FormerCertificates extends FormerCertificatesContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class BackupStore extends BackupStoreContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class PendingRequests extends PendingRequestsContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class PersonStore extends PersonStoreContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class AcmeStores extends AcmeStoresContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class CmpTransactions extends CmpTransactionsContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class PasswordStore extends PasswordStoreContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class PortalStore extends PortalStoreContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class ConsoleStore extends ConsoleStoreContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class FormPasswordStore extends FormPasswordStoreContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class StsPolicyStore extends StsPolicyStoreContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class RolloutStore extends RolloutStoreContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class PartnerStore extends PartnerStoreContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class HarvestedCertificates extends HarvestedCertificatesContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class KeyRing extends KeyRingStoreContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class DeliveryJournal extends DeliveryJournalContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class CertificateSource extends CertificateSourceContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class ListedPeople extends ListedPeopleContract {
    @Override
    StoreUrl url() {
      return first;
    }
  }

  @Nested
  class Snapshots extends StoreSnapshotContract {
    @Override
    StoreUrl url() {
      return first;
    }

    @Override
    StoreUrl otherUrl() {
      return second();
    }
  }

  @Nested
  class Shared extends SharedStoreContract {
    @Override
    StoreUrl url() {
      return first;
    }

    @Override
    StoreUrl newUrl() {
      return second();
    }
  }

  @Nested
  class Log extends LogStoreContract {
    private Store store;

    @BeforeEach
    void openStore() {
      store = Store.open(first);
    }

    @AfterEach
    void closeStore() {
      store.close();
    }

    @Override
    protected LogStore store() {
      return store.log();
    }
  }
}
