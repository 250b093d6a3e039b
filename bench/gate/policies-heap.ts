import { readPolicies } from '@latchkey/gate/dist/policies/read-policies.js';
import { policiesText } from './gate-process.js';

/** Tells by how many bytes the heap grows with POLICIES policies, at rest and after a garbage collection. Run with --expose-gc. */
const text = policiesText(Number(process.env.POLICIES));
// What the first reading makes beside the policies, such as compiled code, stays.
readPolicies(text);
const before = heapUsed();
const policies = readPolicies(text);
process.send!(heapUsed() - before, () => process.disconnect());
if (policies.size !== Number(process.env.POLICIES)) throw new Error(`${policies.size} policies were read`);

function heapUsed(): number {
  // The second finishes what the first had to leave.
  gc!();
  gc!();
  return process.memoryUsage().heapUsed;
}
