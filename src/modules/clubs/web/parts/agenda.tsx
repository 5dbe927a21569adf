import type { View } from '#platform/http/page.ts';
import { Table } from '#ui/index.ts';
import { wordsIn } from '../../core/rules/index.ts';
import type { MeetingTemplate } from '../../core/types.ts';

/** The minute plan of a meeting. */
export function AgendaTable({ v, template }: { v: View; template: MeetingTemplate }) {
  return (
    <Table
      caption={v.t('clubs.agenda.title')}
      dense
      rowHeader="what"
      columns={[
        { key: 'minutes', label: v.t('clubs.agenda.minutes') },
        { key: 'what', label: v.t('clubs.agenda.what') },
        { key: 'how', label: v.t('clubs.agenda.how') },
        { key: 'lead', label: v.t('clubs.agenda.lead') },
      ]}
      rows={template.agenda.map((line) => ({
        id: String(line.start),
        cells: {
          minutes: v.t('clubs.agenda.span', { start: line.start, end: line.end }),
          what: wordsIn(line.title, v.lang),
          how: wordsIn(line.how, v.lang),
          lead: v.t(`clubs.lead.${line.lead}`),
        },
      }))}
    />
  );
}
