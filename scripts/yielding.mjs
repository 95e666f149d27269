import { writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

const low = constants.priority.PRIORITY_LOW;

/** Lets a process, and what it starts from now on, have the processors where nobody else wants them. */
export function yieldProcessors(pid) {
  try {
    setPriority(pid, low);
    // Linux may share its processors between sessions first (sched(7), autogroup).
    writeFileSync(`/proc/${pid}/autogroup`, `${low}`);
  } catch {
    // Then it has its share.
  }
}
