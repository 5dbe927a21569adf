/**
 * Structured lines on standard error, one JSON object each. Fields are ids, names of commands, numbers and codes:
 * never names of people, addresses, or anything they wrote.
 */
export type LogFields = Record<string, string | number | boolean | null | undefined>;
export type Log = {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, error: unknown, fields?: LogFields): void;
};

export function makeLog(write: (line: string) => void, at: () => string): Log {
  const line = (level: string, event: string, fields: LogFields = {}) =>
    write(`${JSON.stringify({ at: at(), level, event, ...fields })}\n`);
  return {
    info: (event, fields) => line('info', event, fields),
    warn: (event, fields) => line('warn', event, fields),
    // the message of an error may quote data (a database's detail, a parser's input): keep its kind and place only
    error: (event, error, fields) =>
      line('error', event, {
        ...fields,
        error: error instanceof Error ? error.name : typeof error,
        code: (error as { code?: string })?.code,
        place: error instanceof Error ? placeOf(error) : undefined,
      }),
  };
}

function placeOf(error: Error): string | undefined {
  return error.stack
    ?.split('\n')
    .find(
      (l) => l.trimStart().startsWith('at ') && !l.includes('node_modules') && !l.includes('node:'),
    )
    ?.trim();
}

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };
