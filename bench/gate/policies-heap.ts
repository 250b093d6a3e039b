import { readPolicies } from '@latchkey/gate/dist/policies/read-policies.js';
import { policiesText } from './gate-process.js';

/** Tells by how many bytes the heap grows with POLICIES policies, at rest and after garbage collections. Run with --expose-gc. */
const text = policiesText(Number(process.env.POLICIES));
const READINGS = 20;
// What the first readings make beside the policies, such as compiled code, stays.
for (let i = 0; i < READINGS; i++) readPolicies(text);
const before = heapUsed();
const read = Array.from({ length: READINGS }, () => readPolicies(text));
process.send!((heapUsed() - before) / read.length, () => process.disconnect());

function heapUsed(): number {
  // The second finishes what the first had to leave.
  gc!();
  gc!();
  return process.memoryUsage().heapUsed;
}
