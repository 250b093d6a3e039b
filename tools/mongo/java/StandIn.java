import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** mongo-java-server on 127.0.0.1, with its data in one file. Arguments: port, file. */
public final class StandIn {

    public static void main(String[] args) {
        MVStore store = new MVStore.Builder().fileName(args[1]).autoCommitDisabled().open();
        // Every command is a version of its own; old ones would only let the file grow.
        store.setVersionsToKeep(0);
        store.setRetentionTime(0);
        AtomicBackend backend = new AtomicBackend(store);
        new MongoServer(backend).bind("127.0.0.1", Integer.parseInt(args[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(backend::closeAndHalt));
    }

    /**
     * One command at a time, on disk before it is answered: so a kill loses nothing that was acknowledged, and
     * never leaves a document without its entry in a unique index.
     */
    private static final class AtomicBackend extends H2Backend {

        private static final int COMMITS_PER_COMPACTION = 50;
        private static final int COMPACTED_BYTES = 256 * 1024;
        private static final int WANTED_FILL_PERCENT = 50;

        private final MVStore store;
        private int commits;

        AtomicBackend(MVStore store) {
            super(store);
            this.store = store;
            version(new OldestAccepted());
        }

        /** A database as it would be, but with collections of our own, in the maps where it has them. */
        @Override
        protected MongoDatabase openOrCreateDatabase(String name) {
            MVStore maps = getMvStore();
            return new H2Database(name, maps, getCursorRegistry()) {
                @Override
                protected MongoCollection<Object> openOrCreateCollection(String collection, CollectionOptions options) {
                    String namespace = getFullCollectionNamespace(collection);
                    MVMap<Object, Document> data = maps.openMap("databases." + namespace);
                    MVMap<String, Object> meta = maps.openMap("meta." + namespace);
                    return new IndexedCollection(this, collection, options, data, meta, cursorRegistry);
                }
            };
        }

        @Override
        public synchronized Document handleCommand(Channel channel, String database, String command, Document query) {
            try {
                if (command.equals("hello")) return hello(channel, database, query);
                // A copy, because the answer is encoded outside this lock, while others change the stored document.
                return super.handleCommand(channel, database, command, query).cloneDeeply();
            } finally {
                keep();
            }
        }

        /** What mongo-java-server knows by its former name only. */
        private Document hello(Channel channel, String database, Document query) {
            Document answer = super.handleCommand(channel, database, "ismaster", query).cloneDeeply();
            answer.put("isWritablePrimary", answer.remove("ismaster"));
            return answer;
        }

        private void keep() {
            if (!store.hasUnsavedChanges()) return;
            store.commit();
            if (++commits % COMMITS_PER_COMPACTION == 0) store.compact(WANTED_FILL_PERCENT, COMPACTED_BYTES);
        }

        /** Holds the lock to the end, so that no command runs on a closed store. */
        synchronized void closeAndHalt() {
            store.close();
            Runtime.getRuntime().halt(0);
        }
    }

    /** The Node.js driver 7 refuses what mongo-java-server says of itself: wire version 8 at most. */
    private static final class OldestAccepted implements MongoVersion {

        @Override
        public List<Integer> getVersionArray() {
            return List.of(4, 4, 0);
        }

        @Override
        public int getWireVersion() {
            return 9;
        }
    }
}
