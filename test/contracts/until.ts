/** Something that calls back whenever what a case waits for may have come true. */
export type Source = (look: () => void, signal: AbortSignal) => void;

/** Resolves once `holds` does, looking again at each sign of its sources. The runner's own time limit ends a wait in vain. */
export async function until(holds: () => boolean, ...sources: readonly Source[]): Promise<void> {
  if (holds()) return;
  const over = new AbortController();
  await new Promise<void>((resolve) => {
    const look = () => {
      if (holds()) resolve();
    };
    for (const source of sources) source(look, over.signal);
  });
  over.abort();
}
