import type { View } from '#platform/http/page.ts';

/** How large a file is, behind its name. */
export function FileSize({ v, size }: { v: View; size: number }) {
  const kilobytes = Math.max(1, Math.round(size / 1024));
  return (
    <span class="hint">{v.t('messaging.thread.size', { size: v.fmt.number(kilobytes) })}</span>
  );
}
