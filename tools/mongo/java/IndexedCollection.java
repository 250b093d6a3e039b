import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Set;
import org.h2.mvstore.MVMap;

/**
 * Finds documents by a unique index when a query names other fields beside its keys. mongo-java-server looks at all
 * documents then, so each sign-in would be slower than the one before it.
 */
final class IndexedCollection extends H2Collection {

    private static final Set<String> EQUALS = Set.of("$eq");

    IndexedCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            MVMap<Object, Document> data,
            MVMap<String, Object> meta,
            CursorRegistry cursors) {
        super(database, name, options, data, meta, cursors);
    }

    @Override
    protected QueryResult queryDocuments(
            Document query, Document orderBy, int skip, int limit, int batchSize, Document projection) {
        for (Index<Object> index : getIndexes()) {
            Document keys = keysIn(query, index);
            if (keys == null || !index.canHandle(keys)) continue;
            return matchDocuments(query, index.getPositions(keys), orderBy, skip, limit, batchSize, projection);
        }
        return super.queryDocuments(query, orderBy, skip, limit, batchSize, projection);
    }

    /** The part of a query that an index knows; null when it lacks a key. */
    private static Document keysIn(Document query, Index<Object> index) {
        Document keys = new Document();
        for (IndexKey key : index.getKeys()) {
            if (!query.containsKey(key.getKey())) return null;
            keys.put(key.getKey(), withoutEquals(query.get(key.getKey())));
        }
        return keys;
    }

    /** `{$eq: value}` means the value, which is all that an index takes. */
    private static Object withoutEquals(Object value) {
        boolean isEquals = value instanceof Document condition && condition.keySet().equals(EQUALS);
        return isEquals ? ((Document) value).get("$eq") : value;
    }
}
