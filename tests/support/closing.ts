const closers: (() => unknown)[] = [];

/** What a test file opened is closed when the file ends, newest first: a worker lives through many files. */
export function whenFileEnds(close: () => unknown): void {
  closers.push(close);
}

export async function closeAll(): Promise<void> {
  for (const close of closers.splice(0).toReversed()) await close();
}
