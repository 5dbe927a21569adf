import type { View } from '#platform/http/page.ts';
import { PageHead } from '#ui/index.ts';
import type { StoryLine } from '../../core/index.ts';
import { Story } from '../parts/story.tsx';

export function ActivityPage({ v, lines }: { v: View; lines: readonly StoryLine[] }) {
  return (
    <>
      <PageHead title={v.t('audit.activity.title')} lead={v.t('audit.activity.lead')} />
      <Story v={v} lines={lines} />
    </>
  );
}
