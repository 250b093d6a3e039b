import { checkImages } from './check-images';
import { findEngine, NO_ENGINE } from './find-engine';

async function run(): Promise<void> {
  const engine = findEngine();
  if (!engine) throw new Error(NO_ENGINE);
  await checkImages(engine, (line) => process.stdout.write(`${line}\n`));
}

run().catch((fault: unknown) => {
  process.stderr.write(`images:check: ${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exitCode = 1;
});
