import { startMongo } from '../mongo';

declare global {
  var stopTestMongo: (() => Promise<void>) | undefined;
}

/** Jest's globalSetup: one MongoDB for all test files, each of which takes a database of its own in it. */
export default async function globalSetup(): Promise<void> {
  if (process.env.MONGO_URI) {
    process.env.TEST_MONGO_URI = process.env.MONGO_URI;
    return;
  }
  const mongo = await startMongo({ progress: (line) => console.log(line) });
  process.env.TEST_MONGO_URI = mongo.uri;
  globalThis.stopTestMongo = () => mongo.stop();
}
