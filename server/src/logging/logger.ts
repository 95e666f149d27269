import type { Logger as Pino } from 'pino';
import pino from 'pino';

export type Logger = Pino;

/** Structured lines on standard error: standard output is for what a person reads. Nobody's words, tokens or addresses go in. */
export const createLogger = (level: string): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['req.headers', 'req.remoteAddress', 'err.parameters', '*.token', '*.password', '*.lease'],
      serializers: { req: ({ method, url }: { method: string; url: string }) => ({ method, url: url.split('?')[0] }) },
    },
    pino.destination({ dest: 2, sync: false }),
  );
